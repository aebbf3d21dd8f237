using System.Diagnostics;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>A small file system in memory, for tests that fill the disk. Needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts the file system. Returns null if even root is not permitted to.</summary>
    public static async Task<SmallDisk?> TryMountAsync(string path, int mebibytes) =>
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", path) == 0 ? new SmallDisk(path) : null;

    public async ValueTask DisposeAsync() => Assert.Equal(0, await RunAsync("umount", "--lazy", Path));

    private static async Task<int> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
