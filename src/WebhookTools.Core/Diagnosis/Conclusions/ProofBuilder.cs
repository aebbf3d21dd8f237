using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Templates;
using SymmetricAlgorithm = WebhookTools.Core.Signatures.Algorithms.SymmetricAlgorithm;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>
/// Puts the inputs of a match together a second time, from the request and not from what the search kept,
/// and takes them the ordinary way: the scheme's own verification where it can be asked, else the general
/// scheme's, else the framework's hash over one run of bytes.
/// </summary>
internal static class ProofBuilder
{
    /// <summary>Longer content is streamed and not brought together.</summary>
    private const int MaximumJoinedLength = 64 * 1024 * 1024;

    /// <summary>Proves a match; null if the second making does not give the received signature.</summary>
    public static ProvenMatch? TryProve(DiagnosisContext subject, SearchMatch match)
    {
        byte[] key = GetKey(subject, match);
        WebhookBody body = match.Body.Rules.Count == 0
            ? subject.Request.Body
            : WebhookBody.FromBytes(BodyVariants.Apply(subject.Request.Body.ReadAll(), match.Body.Rules));
        SignatureInput input = match.Content.Input with { Request = match.Content.Input.Request with { Body = body } };
        SignedContent content = match.Content.Scheme.Compose(input);

        bool isOwn = CanAskScheme(subject, match);
        SignatureVerification? ordinary = isOwn ? subject.Verify(input.Request, key, TimeSpan.Zero) : null;
        byte[] signature = match.Algorithm is SymmetricAlgorithm ? Recompute(match.Algorithm, key, content) : match.Received.Bytes;
        if (Check(subject, match, ordinary, key, content, signature) is not { } check)
        {
            return null;
        }

        SignedContent shown = match.Algorithm.Mask(content);
        var proof = new DiagnosisProof
        {
            Algorithm = match.Algorithm.Name,
            SignedContent = SignedContentPreview.From(shown),
            Content = content,
            Body = body,
            Key = DescribeKey(match),
            SecretIndex = match.Key.SecretIndex,
            Signature = subject.CarriesSecret ? WebhookSecret.Mask : match.Received.Text,
            SignatureBytes = subject.CarriesSecret ? ReadOnlyMemory<byte>.Empty : signature,
            Check = check,
        };
        return new ProvenMatch(match, proof, signature, ordinary, isOwn ? subject.Verify(input.Request, key, subject.Options.Tolerance) : null);
    }

    private static byte[] GetKey(DiagnosisContext subject, SearchMatch match)
    {
        if (match.Algorithm is PlainHashAlgorithm)
        {
            return [];
        }

        WebhookSecret secret = subject.Secrets[match.Key.SecretIndex];
        return KeyVariants.Make(secret, subject.Anatomy.SecretFormat, match.Key.Rules) ?? [];
    }

    /// <summary>The scheme itself verifies the changed request where only what goes into it was changed.</summary>
    private static bool CanAskScheme(DiagnosisContext subject, SearchMatch match) =>
        match.AlgorithmRule is null
        && ReferenceEquals(match.Content.Scheme, subject.Scheme)
        && match.Content.Rules.All(rule => rule is AddressRule);

    private static string? Check(DiagnosisContext subject, SearchMatch match, SignatureVerification? ordinary, byte[] key, SignedContent content, byte[] signature)
    {
        if (ordinary is { IsValid: true })
        {
            return $"{subject.Scheme.Name} verifies the received headers with these inputs.";
        }

        if (!match.Received.Matches(signature))
        {
            return null;
        }

        if (match.Algorithm is not SymmetricAlgorithm)
        {
            return match.Algorithm.Verify(key, content, signature) ? $"{match.Algorithm.Name} verifies these inputs." : null;
        }

        if (match.Algorithm is not HmacAlgorithm)
        {
            return $"{match.Algorithm.Name} of these inputs was computed anew and compared.";
        }

        return AskGeneralScheme(subject, (HmacAlgorithm)match.Algorithm, key, content, signature)
            ? match.IsCutShort
                ? $"The general scheme Hmac signs these inputs ({match.Algorithm.Name}); what was received is the beginning of its signature."
                : $"The general scheme Hmac signs these inputs ({match.Algorithm.Name}) with the received signature."
            : null;
    }

    /// <summary>Signs with the general scheme, the content given as a template of literal text around the body.</summary>
    private static bool AskGeneralScheme(DiagnosisContext subject, HmacAlgorithm algorithm, byte[] key, SignedContent content, byte[] signature)
    {
        var options = new SignatureOptions
        {
            Algorithm = algorithm.Name["HMAC-".Length..],
            Template = Literal(content.Prefix.Span) + (content.Body is null ? string.Empty : "{body}") + Literal(content.Suffix.Span),
        };
        var request = new SignatureRequest { Body = content.Body ?? WebhookBody.Empty };
        SignatureResult result = SignatureSchemes.Get("Hmac").Sign(request, [WebhookSecret.FromKey(TextSecretFormat.Plain, key)], options, subject.TimeProvider, SystemRandomSource.Instance);
        return string.Equals(result.Value, Convert.ToHexStringLower(signature), StringComparison.Ordinal);
    }

    private static string Literal(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>The framework's one-shot functions over one run of bytes: another way than the search's, so that both would have to be wrong.</summary>
    private static byte[] Recompute(SignatureAlgorithm algorithm, byte[] key, SignedContent content)
    {
        if (algorithm is not HmacAlgorithm hmac || content.Length > MaximumJoinedLength)
        {
            byte[] signature = new byte[algorithm.SignatureLength];
            algorithm.Sign(key, content, signature);
            return signature;
        }

        return CryptographicOperations.HmacData(new HashAlgorithmName(hmac.Name["HMAC-".Length..]), key, ContentHasher.Join(content));
    }

    private static string DescribeKey(SearchMatch match) =>
        match.Algorithm is PlainHashAlgorithm ? "no key at all"
        : match.Key.Rules.Count == 0 ? "the secret as it is"
        : string.Join(", then ", match.Key.Rules.Select(rule => rule.Change));
}

/// <summary>A match that held when it was made a second time.</summary>
/// <param name="Match">The match.</param>
/// <param name="Proof">The proof, as the result shows it.</param>
/// <param name="Signature">The whole signature.</param>
/// <param name="Ordinary">What the scheme's own verification says of the changed inputs, its time not looked at; null where the scheme cannot be asked.</param>
/// <param name="Timed">The same with its time looked at.</param>
internal sealed record ProvenMatch(SearchMatch Match, DiagnosisProof Proof, byte[] Signature, SignatureVerification? Ordinary, SignatureVerification? Timed);
