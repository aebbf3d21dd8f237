using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: GitLab's documentation, Webhooks, Validate payloads by using a secret token.</summary>
internal sealed class GitLabTokenScheme() : SchemeTemplate(
    "GitLabToken",
    "GitLab: the secret itself in a header; the body is not covered")
{
    private const string HeaderName = "X-Gitlab-Token";

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeaderNames { get; } = [HeaderName];

    /// <inheritdoc/>
    internal override SchemeMatch Match(SignatureHeaders headers) => headers.TryGet(HeaderName, out _) ? SchemeMatch.Possible : SchemeMatch.None;

    /// <inheritdoc/>
    public override bool CoversBody => false;

    /// <inheritdoc/>
    protected override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => TokenAlgorithm.Instance;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => new();

    /// <inheritdoc/>
    protected override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        if (!headers.TryGet(HeaderName, out string token))
        {
            return ReceivedSignature.Missing(HeaderName, "the secret itself");
        }

        return token.Length == 0
            ? ReceivedSignature.Malformed(HeaderName, "it is empty", "the secret itself")
            : new ReceivedSignature { Signatures = SHA256.HashData(Encoding.UTF8.GetBytes(token)) };
    }

    /// <inheritdoc/>
    protected override FormattedSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets)
    {
        string token = secrets[0].Reveal();
        return HeaderText.IsValue(token) ? FormattedSignature.Create(HeaderName, token) : throw SignatureErrors.TokenNotForHeader(Name);
    }
}
