using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>The message ids and timestamps in the headers, regardless of the scheme.</summary>
internal sealed class HeaderMetadata
{
    /// <summary>The maximum number of ids and of timestamps.</summary>
    private const int MaximumCount = 3;

    private HeaderMetadata(IReadOnlyList<string> ids, IReadOnlyList<string> timestamps)
    {
        Ids = ids;
        Timestamps = timestamps;
    }

    /// <summary>The message ids, most likely first.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The timestamps as written, most likely first.</summary>
    public IReadOnlyList<string> Timestamps { get; }

    public string? Id => Ids.Count > 0 ? Ids[0] : null;

    public string? Timestamp => Timestamps.Count > 0 ? Timestamps[0] : null;

    /// <summary>Collects them. The values that the scheme itself reads come first.</summary>
    public static HeaderMetadata Find(SignatureRequest request, SignatureHeaders headers, in ReceivedSignature received)
    {
        var ids = new List<string?> { received.Id, request.Id };
        var timestamps = new List<string?> { received.Timestamp };
        foreach ((string name, string value) in headers.Values)
        {
            if (name.EndsWith("-id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("-delivery", StringComparison.OrdinalIgnoreCase))
            {
                ids.Add(value);
            }

            if (name.Contains("timestamp", StringComparison.OrdinalIgnoreCase))
            {
                timestamps.Add(value);
            }

            foreach (string part in value.Split([',', ';']))
            {
                string piece = part.Trim();
                int sign = piece.IndexOf('=', StringComparison.Ordinal);
                if (sign > 0 && piece[..sign] is "t" or "ts" or "timestamp")
                {
                    timestamps.Add(piece[(sign + 1)..]);
                }
            }
        }

        if (request.Timestamp is { } time)
        {
            timestamps.Add(time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return new HeaderMetadata(Clean(ids), Clean(timestamps));
    }

    private static string[] Clean(IEnumerable<string?> values) =>
        [.. values.OfType<string>().Where(value => value.Length is > 0 and <= 256).Distinct(StringComparer.Ordinal).Take(MaximumCount)];
}
