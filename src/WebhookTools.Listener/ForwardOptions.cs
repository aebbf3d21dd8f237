using WebhookTools.Core.Sending;

namespace WebhookTools.Listener;

/// <summary>
/// Where accepted webhooks are sent on to, signed anew. The journal is the truth: what could not be forwarded is there, under the id
/// that the log names.
/// </summary>
public sealed record ForwardOptions
{
    /// <summary>The most webhooks that may be on their way at once.</summary>
    public const int MaximumConcurrency = 64;

    /// <summary>Patient enough for a receiver that is restarted: about a minute on average. Whoever waits longer fills the queue.</summary>
    public static RetryOptions DefaultRetry { get; } = RetryOptions.Default with { MaximumRetryCount = 8 };

    /// <summary>The receiver: absolute, http or https.</summary>
    public required Uri Uri { get; init; }

    /// <summary>How to sign, or null. The sender's own signature is never passed on.</summary>
    public SigningOptions? Signing { get; init; }

    /// <summary>Credentials for the receiver, or null. The sender's own are never passed on.</summary>
    public DeliveryCredential? Credential { get; init; }

    /// <summary>Time for one attempt. Default: 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When and how often to try again. Default: <see cref="DefaultRetry"/>.</summary>
    public RetryOptions Retry { get; init; } = DefaultRetry;

    /// <summary>How to reach the receiver: proxy, certificates, HTTP version.</summary>
    public ConnectionOptions Connection { get; init; } = ConnectionOptions.Default;

    /// <summary>How many may be on their way at once, 1 to 64. Default: 1, which keeps them in the order of the journal.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>What is the same for every webhook.</summary>
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
