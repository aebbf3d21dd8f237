using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>How to sign a delivery. Each attempt is signed anew.</summary>
public sealed record SigningOptions
{
    /// <summary>The signature scheme.</summary>
    public required SignatureScheme Scheme { get; init; }

    /// <summary>The secrets; see <see cref="SignatureScheme.Sign"/>.</summary>
    public required IReadOnlyList<WebhookSecret> Secrets { get; init; }

    /// <summary>The options of the scheme.</summary>
    public SignatureOptions Options { get; init; } = SignatureOptions.Default;
}
