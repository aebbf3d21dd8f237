using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Bytes of a received header that may be the signature.</summary>
/// <param name="HeaderName">The name of the header.</param>
/// <param name="Text">The part of the header value that encodes the bytes.</param>
/// <param name="Encoding">The encoding of <paramref name="Text"/>.</param>
/// <param name="Bytes">The decoded bytes.</param>
internal sealed record SignatureCandidate(string HeaderName, string Text, CandidateEncoding Encoding, byte[] Bytes)
{
    /// <summary>The minimum length in bytes (10 base64 characters), below which a match could be a coincidence.</summary>
    public const int MinimumLength = 7;

    private static readonly string[] Marks = ["signature", "hmac", "-sign", "-token", "digest"];

    /// <summary>True if the digest equals the received bytes, or starts with them if they are truncated.</summary>
    public bool Matches(ReadOnlySpan<byte> digest) => digest.StartsWith(Bytes);

    /// <summary>Collects the candidates from the scheme's header or, if it is missing, from every header that may carry a signature.</summary>
    public static IReadOnlyList<SignatureCandidate> Collect(DiagnosisContext context)
    {
        var values = new List<SignatureCandidate>();
        if (context.Headers.TryGet(context.HeaderName, out string own))
        {
            values.AddRange(SignatureCandidateParser.Read(context.HeaderName, own));
        }
        else
        {
            foreach ((string name, string value) in context.Headers.Values)
            {
                if (MayCarrySignature(name))
                {
                    values.AddRange(SignatureCandidateParser.Read(name, value));
                }
            }
        }

        // Signatures that the scheme reads but that are not encoded in the header: a token, or a signature in the body.
        if (context.Read.Problem is null && context.Read.Signatures is { } read)
        {
            int length = context.Descriptor.Algorithm.SignatureLength;
            foreach (byte[] signature in read.Chunk(length))
            {
                if (!values.Exists(value => value.Bytes.AsSpan().SequenceEqual(signature)))
                {
                    values.Add(new SignatureCandidate(context.HeaderName, WebhookSecret.Mask, CandidateEncoding.Scheme, signature));
                }
            }
        }

        return values;
    }

    private static bool MayCarrySignature(string name) =>
        Array.Exists(Marks, mark => name.Contains(mark, StringComparison.OrdinalIgnoreCase))
        || SignatureSchemes.All.Any(scheme => scheme.HeaderNames.Count > 0 && string.Equals(scheme.HeaderNames[0], name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The encoding of a received signature.</summary>
internal enum CandidateEncoding
{
    Hex,

    Base64,

    /// <summary>URL-safe base64, or base64 without padding.</summary>
    Base64Url,

    /// <summary>Base64 of the hexadecimal digits.</summary>
    Base64OfHex,

    /// <summary>Base64 with its plus signs replaced by spaces, as URL decoding does.</summary>
    Base64WithSpaces,

    /// <summary>Read by the scheme itself, without a textual encoding in a header.</summary>
    Scheme,
}
