using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WebhookTools.Listener.Journal.Files;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// The exclusive ownership of a journal. The operating system releases the lock when the process ends. The lock file is not
/// deleted, because two processes could then each hold a lock on a file of that name. The exception is a failed start,
/// see <see cref="Rollback"/>.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    private const int LongestOwner = 32;
    private readonly JournalPaths _paths;
    private SafeFileHandle _handle;

    private JournalLock(JournalPaths paths, SafeFileHandle handle)
    {
        _paths = paths;
        _handle = handle;
    }

    /// <summary>Acquires the lock.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">Another process holds it (<see cref="JournalErrors.JournalInUse"/>).</exception>
    public static JournalLock Acquire(JournalPaths paths) => new(paths, Open(paths));

    /// <summary>Acquires the lock again if its file was removed, for example together with the folder.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">Another process has acquired it.</exception>
    public void EnsureHeld()
    {
        bool isHeld = !LinuxFileStatus.IsSupported
            ? File.Exists(_paths.Lock)
            : LinuxFileStatus.TryGet(_handle, out FileStatus held)
                && LinuxFileStatus.TryGet(LinuxFileStatus.Encode(_paths.Lock), out FileStatus found)
                && held.Identity == found.Identity;
        if (!isHeld)
        {
            SafeFileHandle handle = Open(_paths);
            _handle.Dispose();
            _handle = handle;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (!_handle.IsClosed)
            {
                RandomAccess.SetLength(_handle, 0);
            }
        }
        catch (IOException)
        {
            // The process id in the file is only informative.
        }

        _handle.Dispose();
    }

    /// <summary>
    /// Releases the lock and deletes its file where that is safe. On Linux, a process that opened the file in the meantime
    /// detects the deletion in <see cref="EnsureHeld"/>. Windows does not delete an open file. Elsewhere, the file remains.
    /// </summary>
    public void Rollback()
    {
        try
        {
            if (LinuxFileStatus.IsSupported)
            {
                File.Delete(_paths.Lock);
            }

            Dispose();
            if (OperatingSystem.IsWindows())
            {
                File.Delete(_paths.Lock);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The remaining empty file does not prevent the next start.
            Dispose();
        }
    }

    private static SafeFileHandle Open(JournalPaths paths)
    {
        SafeFileHandle handle;
        try
        {
            // On Windows, sharing lets other processes read the owner. On Unix, the lock is advisory.
            FileShare share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            handle = File.OpenHandle(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
        }
        catch (IOException exception) when (IsLockedByAnother(exception))
        {
            throw JournalErrors.JournalInUse(paths.Active, ReadOwner(paths.Lock));
        }

        try
        {
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")), 0);
        }
        catch (IOException)
        {
            // The disk is full. The lock is held nevertheless.
        }

        return handle;
    }

    private static bool IsLockedByAnother(IOException exception)
    {
        // ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK on Linux and macOS.
        const int windows = unchecked((int)0x80070020);
        const int linux = 11;
        const int macOS = 35;
        return exception.GetType() == typeof(IOException)
            && exception.HResult == (OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? macOS : linux);
    }

    private static int? ReadOwner(string path)
    {
        try
        {
            using SafeFileHandle handle = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
                : UnixFile.OpenForReading(path);
            Span<byte> text = stackalloc byte[LongestOwner];
            int read = RandomAccess.Read(handle, text, 0);
            return int.TryParse(text[..read].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out int owner) ? owner : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
