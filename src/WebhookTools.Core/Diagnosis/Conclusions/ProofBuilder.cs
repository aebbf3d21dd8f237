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
/// Proves a match independently of the search: rebuilds its inputs from the request, then checks them with the scheme's
/// own verification if possible; otherwise, with the Hmac scheme or with a one-shot hash of the framework.
/// </summary>
internal static class ProofBuilder
{
    /// <summary>Longer content is streamed instead of being joined in memory.</summary>
    private const int MaximumJoinedLength = 64 * 1024 * 1024;

    /// <summary>Proves a match. Returns null if the rebuilt inputs do not reproduce the received signature.</summary>
    public static ProvenMatch? TryProve(DiagnosisContext context, SearchMatch match)
    {
        byte[] key = GetKey(context, match);
        WebhookBody body = match.Body.Rules.Count == 0
            ? context.Request.Body
            : WebhookBody.FromBytes(BodyVariants.Apply(context.Request.Body.ReadAll(), match.Body.Rules));
        SignatureInput input = match.Content.Input with { Request = match.Content.Input.Request with { Body = body } };
        SignedContent content = match.Content.Scheme.Compose(input);

        bool usesScheme = CanUseScheme(context, match);
        SignatureVerification? verification = usesScheme ? context.Verify(input.Request, key, TimeSpan.Zero) : null;
        byte[] signature = match.Algorithm is SymmetricAlgorithm ? Recompute(match.Algorithm, key, content) : match.Received.Bytes;
        if (Check(context, match, verification, key, content, signature) is not { } check)
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
            Signature = context.CarriesSecret ? WebhookSecret.Mask : match.Received.Text,
            SignatureBytes = context.CarriesSecret ? ReadOnlyMemory<byte>.Empty : signature,
            Check = check,
        };
        return new ProvenMatch(match, proof, signature, verification, usesScheme ? context.Verify(input.Request, key, context.Options.Tolerance) : null);
    }

    private static byte[] GetKey(DiagnosisContext context, SearchMatch match)
    {
        if (match.Algorithm is PlainHashAlgorithm)
        {
            return [];
        }

        WebhookSecret secret = context.Secrets[match.Key.SecretIndex];
        return KeyVariants.Derive(secret, context.Descriptor.SecretFormat, match.Key.Rules) ?? [];
    }

    /// <summary>True if only the inputs were changed, so that the scheme itself can verify the changed request.</summary>
    private static bool CanUseScheme(DiagnosisContext context, SearchMatch match) =>
        match.AlgorithmRule is null
        && ReferenceEquals(match.Content.Scheme, context.Scheme)
        && match.Content.Rules.All(rule => rule is AddressRule);

    private static string? Check(DiagnosisContext context, SearchMatch match, SignatureVerification? verification, byte[] key, SignedContent content, byte[] signature)
    {
        if (verification is { IsValid: true })
        {
            return $"With these inputs, {context.Scheme.Name} accepts the received headers.";
        }

        if (!match.Received.Matches(signature))
        {
            return null;
        }

        if (match.Algorithm is not SymmetricAlgorithm)
        {
            return match.Algorithm.Verify(key, content, signature) ? $"{match.Algorithm.Name} verifies the received signature with these inputs." : null;
        }

        if (match.Algorithm is not HmacAlgorithm)
        {
            return $"{match.Algorithm.Name} of these inputs, computed independently, equals the received signature.";
        }

        return SignsWithHmacScheme(context, (HmacAlgorithm)match.Algorithm, key, content, signature)
            ? match.IsTruncated
                ? $"The received signature is the beginning of the signature that the Hmac scheme produces for these inputs ({match.Algorithm.Name})."
                : $"The Hmac scheme produces the received signature for these inputs ({match.Algorithm.Name})."
            : null;
    }

    /// <summary>Signs with the Hmac scheme, using a template of literal text around the body.</summary>
    private static bool SignsWithHmacScheme(DiagnosisContext context, HmacAlgorithm algorithm, byte[] key, SignedContent content, byte[] signature)
    {
        var options = new SignatureOptions
        {
            Algorithm = algorithm.Name["HMAC-".Length..],
            Template = Literal(content.Prefix.Span) + (content.Body is null ? string.Empty : "{body}") + Literal(content.Suffix.Span),
        };
        var request = new SignatureRequest { Body = content.Body ?? WebhookBody.Empty };
        SignatureResult result = SignatureSchemes.Get("Hmac").Sign(request, [WebhookSecret.FromKey(TextSecretFormat.Plain, key)], options, context.TimeProvider, SystemRandomSource.Instance);
        return string.Equals(result.Value, Convert.ToHexStringLower(signature), StringComparison.Ordinal);
    }

    private static string Literal(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>Hashes the joined content in one call, whereas the search hashes incrementally, so that one faulty path cannot confirm itself.</summary>
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
        match.Algorithm is PlainHashAlgorithm ? "no key"
        : match.Key.Rules.Count == 0 ? "the secret, unchanged"
        : string.Join(", then ", match.Key.Rules.Select(rule => rule.Change));
}

/// <summary>A match that was reproduced independently.</summary>
/// <param name="Signature">The whole signature, even if only its beginning was received.</param>
/// <param name="Verification">The scheme's own verification of the changed inputs, ignoring the timestamp; null if the scheme cannot verify them.</param>
/// <param name="Timed">The same, including the timestamp.</param>
internal sealed record ProvenMatch(SearchMatch Match, DiagnosisProof Proof, byte[] Signature, SignatureVerification? Verification, SignatureVerification? Timed);
