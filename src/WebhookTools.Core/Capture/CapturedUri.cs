namespace WebhookTools.Core.Capture;

/// <summary>Puts the whole address together from a request line and the headers.</summary>
internal static class CapturedUri
{
    /// <summary>Finds the address, or null where no host is known.</summary>
    /// <param name="secure">Whether the connection was encrypted; null where the capture does not say it.</param>
    public static Uri? Find(string target, IReadOnlyList<KeyValuePair<string, string>> headers, bool? secure, List<string> notes)
    {
        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(target, UriKind.Absolute, out Uri? whole) ? whole : null;
        }

        if (!target.StartsWith('/') || !CapturedHeaders.TryGet(headers, "Host", out string host) || host.Length == 0)
        {
            return null;
        }

        string scheme;
        if (secure is { } known)
        {
            scheme = known ? "https" : "http";
        }
        else if (CapturedHeaders.TryGet(headers, "X-Forwarded-Proto", out string forwarded) && forwarded is "http" or "https")
        {
            scheme = forwarded;
        }
        else
        {
            // A provider calls by https; a try on the own machine is plain.
            scheme = IsLocal(host) ? "http" : "https";
            notes.Add($"The capture does not say whether it was http or https: {scheme} was taken.");
        }

        return Uri.TryCreate($"{scheme}://{host}{target}", UriKind.Absolute, out Uri? address) ? address : null;
    }

    private static bool IsLocal(string host) =>
        host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) || host.StartsWith("127.", StringComparison.Ordinal) || host.StartsWith("[::1]", StringComparison.Ordinal);
}
