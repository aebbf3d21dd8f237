using WebhookTools.Core.Sending;

namespace WebhookTools.Listener;

/// <summary>
/// The options for forwarding accepted webhooks to another receiver, with a new signature. The journal contains all of them, also
/// those that could not be forwarded, whose ids the log names.
/// </summary>
public sealed record ForwardOptions
{
    /// <summary>The maximum of <see cref="Concurrency"/>.</summary>
    public const int MaximumConcurrency = 64;

    /// <summary>The default of <see cref="Retry"/>: 8 retries, about a minute on average, which outlasts a receiver's restart.</summary>
    public static RetryOptions DefaultRetry { get; } = RetryOptions.Default with { MaximumRetryCount = 8 };

    /// <summary>The receiver's absolute http or https address.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The scheme and the secrets to sign with, or null. The sender's signature is never forwarded.</summary>
    public SigningOptions? Signing { get; init; }

    /// <summary>The credentials for the receiver, or null. The sender's credentials are never forwarded.</summary>
    public DeliveryCredential? Credential { get; init; }

    /// <summary>The timeout of an attempt. The default is 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The retry options. The default is <see cref="DefaultRetry"/>.</summary>
    public RetryOptions Retry { get; init; } = DefaultRetry;

    /// <summary>The connection options: proxy, certificates, HTTP version.</summary>
    public ConnectionOptions Connection { get; init; } = ConnectionOptions.Default;

    /// <summary>The number of webhooks that are forwarded concurrently, 1 to 64. The default is 1, which preserves the order of the journal.</summary>
    public int Concurrency { get; init; } = 1;

    internal DeliveryOptions ToDeliveryOptions() => new()
    {
        Uri = Uri,
        Signing = Signing,
        Credential = Credential,
        Timeout = Timeout,
        Retry = Retry,
        Connection = Connection,
    };
}
