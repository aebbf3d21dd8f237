using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WebhookTools.Listener.Journal.Files;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// Who owns a journal. The lock is the operating system's and ends with the process, however it ends; the file beside
/// the journal is only what it is held on, and it stays: removing it could let two processes each hold a lock on a
/// file of that name. Only a start that failed takes it back, see <see cref="Withdraw"/>.
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

    /// <summary>Takes the lock.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">Another one has it (<see cref="JournalErrors.JournalInUse"/>).</exception>
    public static JournalLock Take(JournalPaths paths) => new(paths, Open(paths));

    /// <summary>Takes the lock anew if the file that it is held on was removed, as with the whole folder.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">Another one has it by now.</exception>
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
            // The owner's number is a courtesy.
        }

        _handle.Dispose();
    }

    /// <summary>
    /// Gives the lock up and removes its file, where that is safe. On Linux whoever opened the file meanwhile finds by
    /// <see cref="EnsureHeld"/> that it is no longer the one of that name; on Windows it cannot be removed while it is open. Elsewhere it stays.
    /// </summary>
    public void Withdraw()
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
            // An empty file is left, which is no obstacle to the next one.
            Dispose();
        }
    }

    private static SafeFileHandle Open(JournalPaths paths)
    {
        SafeFileHandle handle;
        try
        {
            // On Windows others may read who the owner is; on Unix the lock keeps out only who asks for it.
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
            // The disk is full. The lock holds all the same.
        }

        return handle;
    }

    private static bool IsLockedByAnother(IOException exception)
    {
        // The sharing violation: of Windows, and as EWOULDBLOCK of Linux and of macOS.
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
