namespace WebhookTools.Core.Capture;

/// <summary>Builds the URL from the request target and the headers.</summary>
internal static class CapturedUri
{
    /// <summary>Returns the URL, or null if the host is unknown.</summary>
    /// <param name="secure">Whether the connection was encrypted, or null if the capture does not tell.</param>
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
            // Providers use https; local tests usually do not.
            scheme = IsLocal(host) ? "http" : "https";
            notes.Add($"The capture does not tell whether the request used http or https; {scheme} is assumed.");
        }

        return Uri.TryCreate($"{scheme}://{host}{target}", UriKind.Absolute, out Uri? address) ? address : null;
    }

    private static bool IsLocal(string host) =>
        host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) || host.StartsWith("127.", StringComparison.Ordinal) || host.StartsWith("[::1]", StringComparison.Ordinal);
}
