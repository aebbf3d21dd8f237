using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WebhookTools.Listener.Journal.Storage;

/// <summary>
/// Calls <c>statx</c>. .NET exposes neither the inode number nor the link count of a file, and both are needed to detect
/// that the journal was removed or replaced. Unlike <c>stat</c>, <c>statx</c> has the same structure on every architecture.
/// </summary>
internal static class LinuxFileStatus
{
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStatus = 0x7ff;
    private const int TypeMask = 0xf000;
    private const int RegularFile = 0x8000;
    private static readonly byte[] NoPath = [0];

    /// <summary>True if the system call is available.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && Probe();

    /// <summary>Encodes a path for <see cref="TryGet(byte[], out FileStatus)"/>: null-terminated UTF-8.</summary>
    public static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    /// <summary>Gets the status of the file at a path. Returns false if there is none.</summary>
    public static bool TryGet(byte[] path, out FileStatus status)
    {
        StatusBuffer buffer = default;
        bool found = GetByPath(CurrentFolder, path, 0, BasicStatus, ref buffer) == 0;
        status = found ? ToStatus(in buffer) : default;
        return found;
    }

    /// <summary>Gets the status of an open file.</summary>
    public static bool TryGet(SafeFileHandle handle, out FileStatus status)
    {
        StatusBuffer buffer = default;
        bool found = GetByHandle(handle, NoPath, EmptyPath, BasicStatus, ref buffer) == 0;
        status = found ? ToStatus(in buffer) : default;
        return found;
    }

    private static FileStatus ToStatus(in StatusBuffer buffer) => new(
        new FileIdentity(((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor, buffer.Number),
        (long)buffer.Size,
        buffer.Links > 0,
        (buffer.Mode & TypeMask) == RegularFile);

    private static bool Probe()
    {
        try
        {
            return TryGet(Encode("/"), out _);
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetByPath(int folder, byte[] path, int flags, uint mask, ref StatusBuffer buffer);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetByHandle(SafeFileHandle file, byte[] path, int flags, uint mask, ref StatusBuffer buffer);

    // struct statx, with only the fields that are used.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatusBuffer
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}

internal readonly record struct FileStatus(FileIdentity Identity, long Length, bool IsLinked, bool IsRegular);
