using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WebhookTools.Listener.Journal.Storage;

/// <summary>Unix operations that .NET does not expose: flushing a folder, and reading a file that another process has locked.</summary>
internal static class UnixFile
{
    private const int ReadOnly = 0;

    // EINVAL has the same value on Linux and macOS.
    private const int InvalidArgument = 22;

    // EOPNOTSUPP.
    private static int NotSupported => OperatingSystem.IsLinux() ? 95 : 45;

    /// <summary>Flushes the entries of a folder to the device. Otherwise a new or renamed file may be lost, with its content, after a power failure.</summary>
    /// <exception cref="IOException">The folder cannot be opened, or the device reports an error.</exception>
    public static void FlushFolder(string path)
    {
        using SafeFileHandle folder = OpenForReading(path);
        if (Synchronize(folder) != 0)
        {
            int error = Marshal.GetLastPInvokeError();

            // Some file systems (FUSE, network shares) cannot flush folders. There is no alternative.
            if (error != InvalidArgument && error != NotSupported)
            {
                throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'");
            }
        }
    }

    /// <summary>Opens a file or folder without the advisory lock that .NET takes on every file it opens.</summary>
    /// <exception cref="IOException">The file or folder cannot be opened.</exception>
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
