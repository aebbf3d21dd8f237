using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>The headers of a scheme: one with the signature, and optionally one with the timestamp and one with the id.</summary>
/// <param name="Name">The signature header.</param>
internal sealed record HeaderLayout(string Name)
{
    /// <summary>The text before the signature, such as <c>sha256=</c>.</summary>
    public string Prefix { get; init; } = string.Empty;

    public SignatureEncoding Encoding { get; init; } = SignatureEncoding.Hex;

    /// <summary>Whether the header may carry several signatures, each with the prefix, separated by commas.</summary>
    public bool IsList { get; init; }

    public string? TimestampName { get; init; }

    public string? IdName { get; init; }

    /// <summary>The header in which the provider names the event. No other provider sends it, so it decides between schemes with the same signature header.</summary>
    public string? EventName { get; init; }

    /// <summary>The header of a stronger signature that the provider sends as well. If it was received, this scheme does not match.</summary>
    public string? StrongerName { get; init; }

    /// <summary>The headers that carry the signature, the signature's own first.</summary>
    public IReadOnlyList<string> Names => [Name, .. Optional(TimestampName), .. Optional(IdName)];

    private static string[] Optional(string? name) => name is null ? [] : [name];
}
