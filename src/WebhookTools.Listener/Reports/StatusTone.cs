using System.Collections.Frozen;

namespace WebhookTools.Listener.Reports;

/// <summary>Maps the statuses of all protocols to a tone, which determines the colors on the pages.</summary>
internal static class StatusTone
{
    public const string Bad = "bad";
    public const string Good = "good";
    public const string Unsure = "unsure";
    public const string Other = "other";

    private static readonly FrozenDictionary<string, string> Tones = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [Bad] = ["firing", "alarm", "alerting", "active", "created", "critical", "crit", "down", "error", "failed", "failure", "fatal", "problem", "triggered", "unhealthy"],
        [Good] = ["resolved", "ok", "closed", "completed", "fixed", "healthy", "normal", "passed", "recovered", "success", "succeeded", "up"],
        [Unsure] = ["undetermined", "acknowledged", "degraded", "no data", "nodata", "pending", "queued", "suppressed", "unknown", "warn", "warning"],
    }.SelectMany(tone => tone.Value.Select(status => KeyValuePair.Create(status, tone.Key))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns one of the constants of this class.</summary>
    public static string Of(string? status) => status is not null && Tones.TryGetValue(status, out string? tone) ? tone : Other;
}
