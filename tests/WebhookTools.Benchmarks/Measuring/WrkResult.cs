namespace WebhookTools.Benchmarks.Measuring;

/// <summary>What wrk reports at its end.</summary>
/// <param name="Requests">How many were answered.</param>
/// <param name="Refused">How many of them with a status of 400 or more.</param>
/// <param name="Broken">Connections that failed, and replies that did not come in time.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="P50">In milliseconds.</param>
/// <param name="P99">In milliseconds.</param>
internal sealed record WrkResult(long Requests, long Refused, long Broken, double Seconds, double P50, double P99)
{
    public long Accepted => Requests - Refused;

    public double PerSecond => Accepted / Seconds;
}
