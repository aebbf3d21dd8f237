namespace WebhookTools.Listener.Metrics;

/// <summary>The outcomes by which metrics count forwarded webhooks.</summary>
internal static class ForwardOutcome
{
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string Dropped = "dropped";
}
