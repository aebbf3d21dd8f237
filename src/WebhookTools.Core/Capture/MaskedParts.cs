using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Capture;

/// <summary>What a listener keeps of a request has secrets masked; whoever looks at it again is told what that takes away.</summary>
public static class MaskedParts
{
    private const string InHeaders = "The journal masks headers that are secret: where the signature stands as *** it must be given beside the line.";
    private const string InQuery = "The journal masks what may be secret in the query: where the address is signed it must be given beside the line.";

    /// <summary>A sentence for each part of a request that is masked.</summary>
    /// <param name="headers">The headers as they are kept.</param>
    /// <param name="target">The path and query as they are kept.</param>
    public static IEnumerable<string> Describe(IReadOnlyList<KeyValuePair<string, string>> headers, string? target)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (headers.Any(static header => header.Value.Contains(WebhookSecret.Mask, StringComparison.Ordinal)))
        {
            yield return InHeaders;
        }

        if (target?.Contains('?', StringComparison.Ordinal) == true && target.AsSpan(target.IndexOf('?', StringComparison.Ordinal)).Contains(WebhookSecret.Mask, StringComparison.Ordinal))
        {
            yield return InQuery;
        }
    }
}
