using System.Diagnostics;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>A mounted file system, for tests that fill a disk or reach a folder by two paths. Needs root.</summary>
internal sealed class TemporaryMount : IAsyncDisposable
{
    private TemporaryMount(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts a small file system in memory. Returns null if even root is not permitted to.</summary>
    public static Task<TemporaryMount?> TryMountDiskAsync(string path, int mebibytes) =>
        TryMountAsync(path, "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs");

    /// <summary>Mounts a folder under a second path. Returns null if even root is not permitted to.</summary>
    public static Task<TemporaryMount?> TryMountFolderAsync(string path, string folder) =>
        TryMountAsync(path, "--bind", folder);

    public async ValueTask DisposeAsync() => Assert.Equal(0, await RunAsync("umount", "--lazy", Path));

    private static async Task<TemporaryMount?> TryMountAsync(string path, params IEnumerable<string> arguments) =>
        await RunAsync("mount", [.. arguments, path]) == 0 ? new TemporaryMount(path) : null;

    private static async Task<int> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
