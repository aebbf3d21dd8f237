using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Bytes that a received header may mean as a signature.</summary>
/// <param name="HeaderName">The header.</param>
/// <param name="Text">The part of its value that stands for the bytes.</param>
/// <param name="Form">How they are written there.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record SignatureCandidate(string HeaderName, string Text, CandidateEncoding Form, byte[] Bytes)
{
    /// <summary>The fewest bytes of which a chance match is out of the question: 10 characters of base64.</summary>
    public const int MinimumLength = 7;

    private static readonly string[] Marks = ["signature", "hmac", "-sign", "-token", "digest"];

    /// <summary>Whether a digest is what was received, or begins with it where that is cut short.</summary>
    public bool Matches(ReadOnlySpan<byte> digest) => digest.StartsWith(Bytes);

    /// <summary>Collects.</summary>
    public static IReadOnlyList<SignatureCandidate> Collect(DiagnosisContext subject)
    {
        var values = new List<SignatureCandidate>();
        if (subject.Headers.TryGet(subject.HeaderName, out string own))
        {
            values.AddRange(SignatureCandidateParser.Read(subject.HeaderName, own));
        }
        else
        {
            foreach ((string name, string value) in subject.Headers.Values)
            {
                if (MayCarrySignature(name))
                {
                    values.AddRange(SignatureCandidateParser.Read(name, value));
                }
            }
        }

        // What the scheme itself reads and no text of the header gives: a token, a signature in the body.
        if (subject.Read.Problem is null && subject.Read.Signatures is { } read)
        {
            int length = subject.Anatomy.Algorithm.SignatureLength;
            foreach (byte[] signature in read.Chunk(length))
            {
                if (!values.Exists(value => value.Bytes.AsSpan().SequenceEqual(signature)))
                {
                    values.Add(new SignatureCandidate(subject.HeaderName, WebhookSecret.Mask, CandidateEncoding.Scheme, signature));
                }
            }
        }

        return values;
    }

    private static bool MayCarrySignature(string name) =>
        Array.Exists(Marks, mark => name.Contains(mark, StringComparison.OrdinalIgnoreCase))
        || SignatureSchemes.All.Any(scheme => scheme.HeaderNames.Count > 0 && string.Equals(scheme.HeaderNames[0], name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How the bytes of a received signature are written.</summary>
internal enum CandidateEncoding
{
    /// <summary>Two hexadecimal digits a byte.</summary>
    Hex,

    /// <summary>Base64.</summary>
    Base64,

    /// <summary>Base64 for addresses, or base64 without its padding.</summary>
    Base64Url,

    /// <summary>The base64 of the hexadecimal digits: encoded twice.</summary>
    Base64OfHex,

    /// <summary>Base64 whose plus signs have become spaces, as URL decoding does.</summary>
    Base64WithSpaces,

    /// <summary>As the scheme itself reads it out of the request, and no text of a header.</summary>
    Scheme,
}
