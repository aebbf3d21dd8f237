using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>A signature in a header of its own, and perhaps a time and an id in further ones.</summary>
/// <param name="Name">The header that carries the signature.</param>
internal sealed record HeaderLayout(string Name)
{
    /// <summary>What stands before the signature, as <c>sha256=</c>.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>How the signature is written.</summary>
    public SignatureEncoding Encoding { get; init; } = SignatureEncoding.Hex;

    /// <summary>Whether several signatures, each with the prefix, may stand there with commas between.</summary>
    public bool IsList { get; init; }

    /// <summary>The header that carries the signed time, or null.</summary>
    public string? TimestampName { get; init; }

    /// <summary>The header that carries the message id, or null.</summary>
    public string? IdName { get; init; }

    /// <summary>The header in which the provider names the event, or null. No other provider sends it, so it decides between schemes with the same signature header.</summary>
    public string? EventName { get; init; }

    /// <summary>The header of a stronger signature that the provider sends too: where it came, this scheme is not the one to use. Null if there is none.</summary>
    public string? StrongerName { get; init; }

    /// <summary>The names, the signature's own first.</summary>
    public IReadOnlyList<string> Names => [Name, .. Optional(TimestampName), .. Optional(IdName)];

    private static string[] Optional(string? name) => name is null ? [] : [name];
}
