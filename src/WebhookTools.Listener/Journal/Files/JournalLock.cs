using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>
/// The exclusive ownership of a journal's path. The active file is locked as well, by <see cref="IJournalStorage.Open"/>, because it
/// can have several names. This lock is held while the active file is rotated, and its file names the owner. The operating system
/// releases it when the process ends. The lock file is not deleted, because two processes could then each hold a lock on a file of
/// that name. The exception is a failed start, see <see cref="Rollback"/>.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    // Enough for any process id, right-aligned, and a line break.
    private const int OwnerLength = 11;

    // EEXIST.
    private const int FileExists = 17;

    private readonly JournalPaths _paths;
    private SafeFileHandle _handle;
    private DateTimeOffset? _lastUsed;

    private JournalLock(JournalPaths paths)
    {
        _paths = paths;
        _handle = Open(paths, out _lastUsed);
    }

    /// <summary>When the journal was last known to be in use, or null if the lock file is new. The time of the lock file keeps it.</summary>
    public DateTimeOffset? LastUsed
    {
        get => _lastUsed;
        set
        {
            _lastUsed = value;
            try
            {
                File.SetLastWriteTimeUtc(_handle, value!.Value.UtcDateTime);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // The file belongs to another user, or was just removed and replaced.
            }
        }
    }

    /// <summary>Acquires the lock.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">Another process holds it (<see cref="JournalErrors.JournalInUse"/>).</exception>
    public static JournalLock Acquire(JournalPaths paths) => new(paths);

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
            SafeFileHandle handle = Open(_paths, out _);
            Close(_handle);
            _handle = handle;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close(_handle);

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
            // The remaining file does not prevent the next start.
            Dispose();
        }
    }

    private static SafeFileHandle Open(JournalPaths paths, out DateTimeOffset? lastUsed)
    {
        SafeFileHandle handle = (OperatingSystem.IsWindows() ? TryOpenOnWindows(paths.Lock) : TryOpenOnUnix(paths.Lock))
            ?? throw JournalErrors.JournalInUse(paths.Active, ReadOwner(paths.Lock));
        try
        {
            // Anything else is a second name of another file, or was put there by another user.
            bool isRegular = !LinuxFileStatus.IsSupported || (LinuxFileStatus.TryGet(handle, out FileStatus status) && status.IsRegular);
            if (!isRegular || !TryReadOwner(handle, out int? owner))
            {
                throw JournalErrors.JournalLockInvalid(paths.Lock);
            }

            lastUsed = owner is null ? null : new DateTimeOffset(File.GetLastWriteTimeUtc(handle));
        }
        catch
        {
            Close(handle);
            throw;
        }

        try
        {
            RandomAccess.Write(handle, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId,OwnerLength - 1}\n")), 0);
        }
        catch (IOException)
        {
            // The disk is full. The lock is held nevertheless.
        }

        return handle;
    }

    private static void Close(SafeFileHandle handle)
    {
        if (!handle.IsClosed && !OperatingSystem.IsWindows())
        {
            UnixFile.Unlock(handle);
        }

        handle.Dispose();
    }

    private static SafeFileHandle? TryOpenOnWindows(string path)
    {
        try
        {
            // Sharing lets other processes read the owner.
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException exception) when (PhysicalStorage.IsSharingViolation(exception))
        {
            return null;
        }
    }

    private static SafeFileHandle? TryOpenOnUnix(string path)
    {
        try
        {
            PhysicalStorage.OpenPrivate(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }
        catch (IOException exception) when (exception.HResult == FileExists)
        {
            // Left by an earlier process.
        }

        return UnixFile.TryOpenLocked(path);
    }

    // The owner is null if the file is empty, or contains the zeros that a power failure leaves.
    private static bool TryReadOwner(SafeFileHandle handle, out int? owner)
    {
        Span<byte> text = stackalloc byte[OwnerLength + 1];
        int read = RandomAccess.Read(handle, text, 0);
        ReadOnlySpan<byte> digits = text[..read].Trim(" \n\0"u8);
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        owner = isNumber ? number : null;
        return read <= OwnerLength && (isNumber || digits.IsEmpty);
    }

    private static int? ReadOwner(string path)
    {
        try
        {
            using SafeFileHandle handle = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
                : UnixFile.OpenForReading(path);
            return TryReadOwner(handle, out int? owner) ? owner : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
