using System.Buffers.Text;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>Finds how a header with the correct signature deviates from the scheme's format.</summary>
internal static class HeaderInspector
{
    /// <summary>Compares the received header with the one that the scheme writes. Returns null if there is no difference to report.</summary>
    public static DiagnosisCause? Inspect(DiagnosisContext context, SearchMatch match, byte[] signature)
    {
        SignatureCandidate received = match.Received;
        if (received.Encoding == CandidateEncoding.Scheme)
        {
            return null;
        }

        if (match.IsTruncated)
        {
            return InspectionCauses.Truncated(received.Bytes.Length, signature.Length);
        }

        FormattedSignature? written = context.Write(new SignatureInput(context.Request, context.Options, context.Metadata.Id ?? "id", context.Metadata.Timestamp ?? "0"), signature);
        if (written is not { } expected || FindEncoding(expected.Value, signature) is not { } encoding)
        {
            return null;
        }

        if (encoding != received.Encoding)
        {
            return InspectionCauses.OtherEncoding(encoding, received.Encoding);
        }

        // A different prefix or header is a consequence of a different algorithm or scheme, which is already reported.
        if (match.AlgorithmRule is not null || !ReferenceEquals(match.Content.Scheme, context.Scheme))
        {
            return null;
        }

        return string.Equals(received.HeaderName, context.HeaderName, StringComparison.OrdinalIgnoreCase)
            ? ComparePrefix(context, expected.Value, Encode(encoding, signature), received)
            : InspectionCauses.OtherName(context.HeaderName, received.HeaderName);
    }

    private static DiagnosisCause? ComparePrefix(DiagnosisContext context, string expectedValue, string expectedText, SignatureCandidate received)
    {
        context.Headers.TryGet(received.HeaderName, out string receivedValue);
        string expected = GetPrefix(expectedValue, expectedText);
        string actual = GetPrefix(receivedValue, received.Text);
        if (string.Equals(expected, actual, StringComparison.Ordinal))
        {
            return null;
        }

        return actual.Length == 0 ? InspectionCauses.PrefixMissing(expected)
            : expected.Length == 0 ? InspectionCauses.PrefixUnexpected(actual)
            : InspectionCauses.PrefixOther(expected, actual);
    }

    /// <summary>Returns the prefix of a signature, such as <c>sha256=</c> or <c>v1,</c>, without the fields before it.</summary>
    private static string GetPrefix(string value, string text)
    {
        int index = value.IndexOf(text, StringComparison.OrdinalIgnoreCase);
        if (index <= 0)
        {
            return string.Empty;
        }

        string before = value[..index];
        string core = before.TrimEnd(',');
        string tail = before[core.Length..];
        return core[(core.LastIndexOfAny([' ', ',', ';']) + 1)..] + tail;
    }

    private static CandidateEncoding? FindEncoding(string value, byte[] signature)
    {
        foreach (CandidateEncoding encoding in new[] { CandidateEncoding.Hex, CandidateEncoding.Base64, CandidateEncoding.Base64Url })
        {
            if (value.Contains(Encode(encoding, signature), StringComparison.Ordinal))
            {
                return encoding;
            }
        }

        return null;
    }

    private static string Encode(CandidateEncoding encoding, byte[] signature) => encoding switch
    {
        CandidateEncoding.Hex => Convert.ToHexStringLower(signature),
        CandidateEncoding.Base64 => Convert.ToBase64String(signature),
        _ => Base64Url.EncodeToString(signature),
    };
}
