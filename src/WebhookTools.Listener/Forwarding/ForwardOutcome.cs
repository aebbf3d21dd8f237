namespace WebhookTools.Listener.Forwarding;

/// <summary>What became of a webhook that was to be forwarded, as metrics tell it.</summary>
internal static class ForwardOutcome
{
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string Dropped = "dropped";
}
