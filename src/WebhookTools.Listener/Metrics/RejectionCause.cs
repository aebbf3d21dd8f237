namespace WebhookTools.Listener.Metrics;

/// <summary>The causes by which metrics count rejected requests and connections. The values never come from a request.</summary>
internal static class RejectionCause
{
    public const string Credentials = "credentials";
    public const string Signature = "signature";
    public const string Network = "network";
    public const string RateLimit = "rate_limit";
    public const string Connections = "connections";
    public const string Route = "route";
    public const string Malformed = "malformed";
    public const string Payload = "payload";
    public const string Journal = "journal";
    public const string Memory = "memory";

    /// <summary>True if the sender was not authorized, whatever it sent.</summary>
    public static bool IsUnauthorized(string cause) => cause is Credentials or Signature or Network;
}
