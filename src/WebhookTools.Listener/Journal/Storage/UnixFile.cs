using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WebhookTools.Listener.Journal.Storage;

/// <summary>Unix operations that .NET does not expose: flushing a folder, opening a file without following a link, and reading a file that another process has locked.</summary>
internal static class UnixFile
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;

    // LOCK_EX | LOCK_NB.
    private const int ExclusiveWithoutWaiting = 2 | 4;

    // LOCK_UN.
    private const int Release = 8;

    // These errno values are the same on Linux and macOS.
    private const int AccessDenied = 13;
    private const int InvalidArgument = 22;

    // EOPNOTSUPP.
    private static int NotSupported => OperatingSystem.IsLinux() ? 95 : 45;

    // EWOULDBLOCK.
    private static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    // ELOOP.
    private static int IsLink => OperatingSystem.IsLinux() ? 40 : 62;

    // O_CLOEXEC. A program that the listener runs must not inherit a lock.
    private static int CloseOnExecute => OperatingSystem.IsLinux() ? 0x8_0000 : 0x100_0000;

    // O_NOFOLLOW. On Linux, it depends on the architecture.
    private static int NoFollow => (OperatingSystem.IsLinux(), RuntimeInformation.ProcessArchitecture) switch
    {
        (false, _) => 0x100,
        (true, Architecture.Arm or Architecture.Arm64) => 0x8000,
        _ => 0x2_0000,
    };

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
                throw Failure(error, path);
            }
        }
    }

    /// <summary>Opens a file or folder without the advisory lock that .NET takes on every file it opens.</summary>
    /// <exception cref="IOException">The file or folder cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static SafeFileHandle OpenForReading(string path) => Open(path, ReadOnly);

    /// <summary>Opens an existing file for reading and writing, and takes the advisory lock of <see cref="FileShare.None"/>. Returns null if another process holds it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="WebhookTools.Core.WebhookException">The path is a symbolic link, which is not followed.</exception>
    public static SafeFileHandle? TryOpenLocked(string path)
    {
        SafeFileHandle file = Open(path, ReadWrite | NoFollow);

        // Like .NET, this ignores that a file system has no locks.
        if (Lock(file, ExclusiveWithoutWaiting) == 0 || Marshal.GetLastPInvokeError() != WouldBlock)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Releases the lock of <see cref="TryOpenLocked"/>. Closing the file is not enough: a process that is just being started has a copy of the handle.</summary>
    public static void Unlock(SafeFileHandle file) => _ = Lock(file, Release);

    private static SafeFileHandle Open(string path, int flags)
    {
        int descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), flags | CloseOnExecute);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(Marshal.GetLastPInvokeError(), path);
    }

    private static Exception Failure(int error, string path)
    {
        string message = $"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'";
        return error == AccessDenied ? new UnauthorizedAccessException(message)
            : error == IsLink ? JournalErrors.JournalLockInvalid(path)
            : new IOException(message);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(SafeFileHandle file);
}
