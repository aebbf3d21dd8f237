using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Collects what may be the received signature: out of the scheme's header, or else out of every header that may carry one.</summary>
internal static class ReceivedHeaders
{
    private static readonly string[] Marks = ["signature", "hmac", "-sign", "-token", "digest"];

    /// <summary>Collects.</summary>
    public static IReadOnlyList<ReceivedValue> Collect(DiagnosisSubject subject)
    {
        var values = new List<ReceivedValue>();
        if (subject.Headers.TryGet(subject.HeaderName, out string own))
        {
            values.AddRange(ReceivedValues.Read(subject.HeaderName, own));
        }
        else
        {
            foreach ((string name, string value) in subject.Headers.Values)
            {
                if (MayCarrySignature(name))
                {
                    values.AddRange(ReceivedValues.Read(name, value));
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
                    values.Add(new ReceivedValue(subject.HeaderName, WebhookSecret.Mask, ReceivedForm.Scheme, signature));
                }
            }
        }

        return values;
    }

    private static bool MayCarrySignature(string name) =>
        Array.Exists(Marks, mark => name.Contains(mark, StringComparison.OrdinalIgnoreCase))
        || SignatureSchemes.All.Any(scheme => scheme.HeaderNames.Count > 0 && string.Equals(scheme.HeaderNames[0], name, StringComparison.OrdinalIgnoreCase));
}
