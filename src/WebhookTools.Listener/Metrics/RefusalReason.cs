namespace WebhookTools.Listener.Metrics;

/// <summary>Why a request was refused, as metrics tell it: few words, none of them a stranger's.</summary>
internal static class RefusalReason
{
    public const string Credentials = "credentials";
    public const string Signature = "signature";
    public const string Network = "network";
    public const string RateLimit = "rate_limit";
    public const string Route = "route";
    public const string Malformed = "malformed";
    public const string Payload = "payload";
    public const string Journal = "journal";
    public const string Memory = "memory";
}
