namespace WebhookTools.Listener.Limits;

/// <summary>Whether a request is let in, and what its reply says about the limit that is nearest.</summary>
/// <param name="IsAllowed">Whether it is let in.</param>
/// <param name="Limit">Requests per minute; 0 where there is no limit at all.</param>
/// <param name="Remaining">How many are left in this minute.</param>
/// <param name="ResetsAt">When the next minute begins, in seconds since 1970.</param>
/// <param name="SecondsLeft">Whole seconds until then, at least 1.</param>
internal readonly record struct RateLimitDecision(bool IsAllowed, int Limit, int Remaining, long ResetsAt, int SecondsLeft)
{
    public static RateLimitDecision Unlimited { get; } = new(true, 0, 0, 0, 0);
}
