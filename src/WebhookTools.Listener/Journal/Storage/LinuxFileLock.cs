using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WebhookTools.Listener.Journal.Storage;

/// <summary>
/// Locks a file itself, whatever names it has. An open file description lock (<c>F_OFD_SETLK</c>) belongs to the handle and is
/// independent of the <c>flock</c> that .NET takes on every file that it opens, so that other processes can read the locked file.
/// </summary>
internal static class LinuxFileLock
{
    private const int SetLock = 37;
    private const short WriteLock = 1;
    private const short NoLock = 2;

    // A byte that no journal reaches, because some file systems do not let other processes read a locked range.
    private const long LockedByte = 1L << 62;

    // EAGAIN and EACCES.
    private const int WouldBlock = 11;
    private const int AccessDenied = 13;

    /// <summary>Locks a file. Returns false if another handle holds the lock.</summary>
    /// <remarks>
    /// Returns true without a lock on other platforms and on file systems without locks, and on network file systems, because they
    /// let this kind of lock and <c>flock</c> exclude each other.
    /// </remarks>
    public static bool TryLock(SafeFileHandle file, string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || new DriveInfo(path).DriveType == DriveType.Network)
        {
            return true;
        }

        return Set(file, WriteLock) || Marshal.GetLastPInvokeError() is not (WouldBlock or AccessDenied);
    }

    /// <summary>Releases the lock. Closing the file is not enough: a process that is just being started has a copy of the handle.</summary>
    public static void Unlock(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
        {
            Set(file, NoLock);
        }
    }

    private static bool Set(SafeFileHandle file, short type)
    {
        var range = new LockRange { Type = type, Start = LockedByte, Length = 1 };
        return Control(file, SetLock, ref range) == 0;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, ref LockRange range);

    // struct flock of a 64-bit process.
    [StructLayout(LayoutKind.Sequential)]
    private struct LockRange
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
