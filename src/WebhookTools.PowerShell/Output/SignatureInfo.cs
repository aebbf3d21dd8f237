using System.Collections.Specialized;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Output;

/// <summary>A signature, and all that a request must carry for it.</summary>
public sealed class SignatureInfo
{
    private SignatureInfo(SignatureResult result)
    {
        Scheme = result.Scheme;
        Value = result.Value;
        Headers = OrderedMembers.Headers(result.Headers);
        Id = result.Id;
        Timestamp = result.Timestamp;
        SignedContent = SignedContentText.Of(result.SignedContent);
        SignedContentLength = result.SignedContent.Length;
    }

    /// <summary>The scheme's name.</summary>
    public string Scheme { get; }

    /// <summary>The value of the header that carries the signature.</summary>
    public string Value { get; }

    /// <summary>The header lines in their order, ready for <c>Invoke-RestMethod -Headers</c>.</summary>
    public OrderedDictionary Headers { get; }

    /// <summary>The message id that was signed, or null where the scheme has none.</summary>
    public string? Id { get; }

    /// <summary>The time that was signed, or null where the scheme has none.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>The beginning of what was signed, as text.</summary>
    public string SignedContent { get; }

    /// <summary>How many bytes were signed.</summary>
    public long SignedContentLength { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>The core's result in a type that scripts know the members of.</summary>
    internal static SignatureInfo From(SignatureResult result) => new(result);
}
