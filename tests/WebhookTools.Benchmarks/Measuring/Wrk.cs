using System.Text.Json;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>wrk, with one thread and 64 connections.</summary>
internal static class Wrk
{
    public const int Connections = 64;

    /// <summary>Posts one signed alarm repeatedly.</summary>
    public static Command Alarms(string uri, TimeSpan duration) =>
        Post("post-alarm.lua", uri, duration, Alarm.File, Alarm.Signature);

    /// <summary>Posts alarms with different ids, which count up from <paramref name="first"/>.</summary>
    public static Command NumberedAlarms(string uri, TimeSpan duration, long first) =>
        Post("post-numbered.lua", uri, duration, Alarm.File, FormattableString.Invariant($"{first}"));

    public static async Task<WrkResult> RunAsync(Command command, CancellationToken cancellationToken)
    {
        string output = await command.ReadAsync(cancellationToken);
        string line = output.Split('\n').Single(line => line.StartsWith('{'));
        return JsonSerializer.Deserialize<WrkResult>(line, JsonSerializerOptions.Web)!;
    }

    private static Command Post(string script, string uri, TimeSpan duration, params string[] arguments) =>
        new("wrk", ["-t1", $"-c{Connections}", FormattableString.Invariant($"-d{duration.TotalSeconds}s"), "--latency", "-s", Workbench.Peer(script), uri, "--", .. arguments]);
}

/// <summary>The report of the scripts in peers/.</summary>
/// <param name="Requests">The number of responses.</param>
/// <param name="Rejected">The number of responses with a status of 400 or more.</param>
/// <param name="Broken">The number of connection errors and timeouts.</param>
/// <param name="P50">In milliseconds.</param>
/// <param name="P99">In milliseconds.</param>
internal sealed record WrkResult(long Requests, long Rejected, long Broken, double Seconds, double P50, double P99)
{
    public long Accepted => Requests - Rejected;

    public double PerSecond => Accepted / Seconds;
}
