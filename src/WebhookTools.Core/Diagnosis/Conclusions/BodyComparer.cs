using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>Finds the first difference between two bodies, and the transformation that explains it.</summary>
internal static class BodyComparer
{
    /// <summary>The number of bytes shown on either side of the difference.</summary>
    private const int ExcerptReach = 12;

    /// <summary>Compares two bodies. Returns null if they are equal.</summary>
    public static BodyDifference? Compare(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> received, SearchBudget budget)
    {
        int offset = expected.Span.CommonPrefixLength(received.Span);
        if (offset == expected.Length && offset == received.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> before = expected.Span[..offset];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new BodyDifference
        {
            Offset = offset,
            Line = before.Count((byte)'\n') + 1,
            Column = offset - lineStart + 1,
            ExpectedLength = expected.Length,
            ReceivedLength = received.Length,
            Expected = Excerpt(expected.Span, offset),
            Received = Excerpt(received.Span, offset),
            Change = FindChange(expected, received, budget),
        };
    }

    private static BodyExcerpt Excerpt(ReadOnlySpan<byte> body, int offset)
    {
        int start = Math.Max(0, offset - ExcerptReach);
        int end = Math.Min(body.Length, offset + ExcerptReach);
        return new BodyExcerpt(start, body[start..end].ToArray(), offset - start);
    }

    /// <summary>Finds the one or two transformations that turn the expected body into the received one.</summary>
    private static string? FindChange(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> received, SearchBudget budget)
    {
        var variants = new BodyVariants(WebhookBody.FromBytes(expected), BodyRules.All);
        for (int index = 0; index < variants.Rules.Count && !budget.IsSpent; index++)
        {
            if (variants.GetSingle(index) is { } variant && variant.Source.Span.SequenceEqual(received.Span))
            {
                return variant.Rules[0].Change;
            }
        }

        for (int first = 0; first < variants.Rules.Count; first++)
        {
            for (int second = 0; second < variants.Rules.Count && !budget.IsSpent; second++)
            {
                if (variants.Rules[first].Stage < variants.Rules[second].Stage
                    && BodyVariants.CanPair(variants.Rules[first], variants.Rules[second])
                    && variants.GetPair(first, second) is { } variant && variant.Source.Span.SequenceEqual(received.Span))
                {
                    return $"{variant.Rules[0].Change}, then {variant.Rules[1].Change}";
                }
            }
        }

        return null;
    }
}
