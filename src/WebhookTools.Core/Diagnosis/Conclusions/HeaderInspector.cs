using System.Buffers.Text;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>Says how a header that has the right signature is written otherwise than the scheme writes it.</summary>
internal static class HeaderInspector
{
    /// <summary>Compares what came with what the scheme would write; null where the difference has no name of its own.</summary>
    /// <param name="match">What was found.</param>
    /// <param name="signature">The whole signature.</param>
    public static DiagnosisCause? Inspect(DiagnosisContext subject, SearchMatch match, byte[] signature)
    {
        SignatureCandidate received = match.Received;
        if (received.Form == CandidateEncoding.Scheme)
        {
            return null;
        }

        if (match.IsCutShort)
        {
            return InspectionCauses.CutShort(received.Bytes.Length, signature.Length);
        }

        FormattedSignature? written = subject.Write(new SignatureInput(subject.Request, subject.Options, subject.Facts.Id ?? "id", subject.Facts.Timestamp ?? "0"), signature);
        if (written is not { } expected || FindForm(expected.Value, signature) is not { } form)
        {
            return null;
        }

        if (form != received.Form)
        {
            return InspectionCauses.OtherEncoding(form, received.Form);
        }

        // Another algorithm or another scheme's content brings its own prefix and header, which follow from that cause.
        if (match.AlgorithmRule is not null || !ReferenceEquals(match.Content.Scheme, subject.Scheme))
        {
            return null;
        }

        return string.Equals(received.HeaderName, subject.HeaderName, StringComparison.OrdinalIgnoreCase)
            ? ComparePrefix(subject, expected.Value, Encode(form, signature), received)
            : InspectionCauses.OtherName(subject.HeaderName, received.HeaderName);
    }

    private static DiagnosisCause? ComparePrefix(DiagnosisContext subject, string expectedValue, string expectedText, SignatureCandidate received)
    {
        subject.Headers.TryGet(received.HeaderName, out string receivedValue);
        string expected = GetMark(expectedValue, expectedText);
        string actual = GetMark(receivedValue, received.Text);
        if (string.Equals(expected, actual, StringComparison.Ordinal))
        {
            return null;
        }

        return actual.Length == 0 ? InspectionCauses.PrefixMissing(expected)
            : expected.Length == 0 ? InspectionCauses.PrefixUnexpected(actual)
            : InspectionCauses.PrefixOther(expected, actual);
    }

    /// <summary>What stands before a signature and belongs to it: <c>sha256=</c>, <c>v1,</c>, and not the fields before it.</summary>
    private static string GetMark(string value, string text)
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

    private static CandidateEncoding? FindForm(string value, byte[] signature)
    {
        foreach (CandidateEncoding form in new[] { CandidateEncoding.Hex, CandidateEncoding.Base64, CandidateEncoding.Base64Url })
        {
            if (value.Contains(Encode(form, signature), StringComparison.Ordinal))
            {
                return form;
            }
        }

        return null;
    }

    private static string Encode(CandidateEncoding form, byte[] signature) => form switch
    {
        CandidateEncoding.Hex => Convert.ToHexStringLower(signature),
        CandidateEncoding.Base64 => Convert.ToBase64String(signature),
        _ => Base64Url.EncodeToString(signature),
    };
}
