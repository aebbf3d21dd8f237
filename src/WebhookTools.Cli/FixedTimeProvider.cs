namespace WebhookTools.Cli;

/// <summary>A clock that stands still, for looking at what was received at another time.</summary>
internal sealed class FixedTimeProvider(DateTimeOffset present) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => present.ToUniversalTime();
}
