using System.Runtime.InteropServices;

namespace WebhookTools.Listener.Limits;

/// <summary>
/// The limit of open files, which sockets count against. A process that reaches it can open neither the next journal nor the next library
/// that its runtime needs, and dies.
/// </summary>
internal static class OpenFileLimit
{
    /// <summary>The files that the process may still open: for the rotation of the journal, for its readers, and, if it is not native, for libraries, which stay open.</summary>
    private const int Reserve = 64;

    /// <summary>The files that forwarding one webhook may open: the connection, and what resolves the receiver's name.</summary>
    private const int PerForwardedWebhook = 4;

    /// <summary>Raises the limit as far as the process may, which not every runtime does by itself.</summary>
    /// <param name="limit">The limit.</param>
    /// <returns>The number of connections that leave enough for everything else, at least 1; or null if there is no limit.</returns>
    public static int? MaximumConnections(ListenerOptions options, out long limit)
    {
        limit = Raise();
        if (limit == long.MaxValue)
        {
            return null;
        }

        int open = Directory.EnumerateFileSystemEntries(OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd").Count();
        long left = limit - open - Reserve - options.ReservedFiles - (PerForwardedWebhook * (options.ForwardTo?.Concurrency ?? 0));
        return (int)Math.Clamp(left, 1, int.MaxValue);
    }

    private static long Raise()
    {
        // <resource.h>: RLIMIT_NOFILE.
        int? resource = OperatingSystem.IsLinux() ? 7 : OperatingSystem.IsMacOS() ? 8 : null;
        if (resource is not { } files || GetLimit(files, out Limit limit) != 0)
        {
            return long.MaxValue;
        }

        if (limit.Soft < limit.Hard && SetLimit(files, limit with { Soft = limit.Hard }) == 0)
        {
            limit = limit with { Soft = limit.Hard };
        }

        return (long)Math.Min(limit.Soft, long.MaxValue);
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, in Limit limit);

    /// <summary><c>struct rlimit</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(nuint Soft, nuint Hard);
}
