using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>How a delivery is signed, anew for each attempt.</summary>
public sealed record SigningOptions
{
    /// <summary>The scheme.</summary>
    public required SignatureScheme Scheme { get; init; }

    /// <summary>The secrets; see <see cref="SignatureScheme.Sign"/>.</summary>
    public required IReadOnlyList<WebhookSecret> Secrets { get; init; }

    /// <summary>What the caller says about the scheme.</summary>
    public SignatureOptions Options { get; init; } = SignatureOptions.Default;
}
