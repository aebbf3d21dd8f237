using System.Runtime.CompilerServices;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Any HMAC that no scheme of its own is there for: the caller names its header, algorithm, encoding, prefix and content.</summary>
internal sealed class HmacScheme() : HeaderScheme(
    "Hmac",
    "any other HMAC: header, algorithm, encoding, prefix and signed content as you say",
    new HeaderLayout("X-Signature"),
    HmacAlgorithm.Sha256)
{
    /// <summary>What callers asked for, read once for as long as their options live: a listener has the same ones for every webhook.</summary>
    private static readonly ConditionalWeakTable<SignatureOptions, HmacDeclaration> Declarations = [];

    /// <summary>Its header is the caller's choice: nothing to be recognised by.</summary>
    internal override SchemeLikeness Recognize(SignatureHeaders headers) => SchemeLikeness.None;

    /// <inheritdoc/>
    protected override HeaderLayout GetLayout(SignatureOptions options) => Declare(options).Layout;

    /// <inheritdoc/>
    protected override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => Declare(options).Algorithm;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => Declare(input.Options).Template.Fill(input, Name);

    private static HmacDeclaration Declare(SignatureOptions options) => Declarations.GetValue(options, HmacDeclaration.Read);
}
