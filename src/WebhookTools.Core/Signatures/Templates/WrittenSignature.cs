using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>A signature as headers.</summary>
/// <param name="Headers">The lines in the provider's order.</param>
/// <param name="Value">The value of the header that carries the signature.</param>
internal readonly record struct WrittenSignature(IReadOnlyList<KeyValuePair<string, string>> Headers, string Value)
{
    /// <summary>The body with the signature in it, or null where it stands in headers alone.</summary>
    public WebhookBody? Body { get; init; }

    /// <summary>A signature that needs one header alone.</summary>
    public static WrittenSignature Of(string headerName, string value) => new([new KeyValuePair<string, string>(headerName, value)], value);
}
