using System.Text.Json;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>wrk, with one thread and 64 connections, and what it reports at its end.</summary>
internal static class Wrk
{
    public const int Connections = 64;

    /// <summary>Posts one and the same signed alarm.</summary>
    public static Command Alarms(string uri, TimeSpan duration) =>
        Post("post-alarm.lua", uri, duration, Alarm.File, Alarm.Signature);

    /// <summary>Posts alarms that differ in their id, which is a number that counts up.</summary>
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
