using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WebhookTools.Listener.Journal.Storage;

/// <summary>What Unix can and .NET does not offer: flushing a folder, and reading a file that another process holds locked.</summary>
internal static class UnixFile
{
    private const int ReadOnly = 0;

    // The same number on Linux and macOS.
    private const int InvalidArgument = 22;

    private static int NotSupported => OperatingSystem.IsLinux() ? 95 : 45;

    /// <summary>Makes the names in a folder durable: without it a new or renamed file may be gone after a power cut, content and all.</summary>
    /// <exception cref="IOException">The folder cannot be opened, or the device reports an error.</exception>
    public static void FlushFolder(string path)
    {
        using SafeFileHandle folder = OpenForReading(path);
        if (Synchronize(folder) != 0)
        {
            int error = Marshal.GetLastPInvokeError();

            // Some file systems (FUSE, network shares) have no such operation on folders; nothing better is to be had there.
            if (error != InvalidArgument && error != NotSupported)
            {
                throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'");
            }
        }
    }

    /// <summary>Opens a file or folder without asking for the lock that .NET takes on every file that it opens.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenForReading(string path)
    {
        int descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())} : '{path}'");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(SafeFileHandle file);
}
