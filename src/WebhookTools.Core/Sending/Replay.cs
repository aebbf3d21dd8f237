using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Prepares a captured request for sending: the same bytes and headers, to another receiver or with a new signature.</summary>
public static class Replay
{
    /// <summary>The mark that a journal appends to a truncated value.</summary>
    private const char TruncationMark = '…';

    private static readonly string[] Credentials = ["Authorization", "Cookie", "Proxy-Authorization"];

    /// <summary>Returns the body of a captured request, byte for byte.</summary>
    /// <exception cref="CaptureException">The capture does not contain the body.</exception>
    public static WebhookBody BodyOf(CapturedRequest captured)
    {
        ArgumentNullException.ThrowIfNull(captured);
        return captured.Body ?? throw CaptureErrors.CaptureBodyNotThere(captured.Source);
    }

    /// <summary>
    /// Returns delivery options with the method, the content type and the headers of a captured request. Headers of the
    /// options override captured ones. Omitted are connection headers; headers that a journal masked or truncated; the
    /// credentials, unless the request goes to its original host and the options have none; and, if the options sign,
    /// every signature.
    /// </summary>
    /// <param name="captured">The request.</param>
    /// <param name="options">The receiver and how to deliver to it.</param>
    /// <param name="method">The method, or null for the captured one.</param>
    public static DeliveryOptions Apply(CapturedRequest captured, DeliveryOptions options, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(captured);
        ArgumentNullException.ThrowIfNull(options);
        HashSet<string> omitted = FindOmitted(captured, options);
        List<KeyValuePair<string, string>> headers = [.. captured.Headers.Where(header => IsComplete(header.Value) && !omitted.Contains(header.Key))];
        headers.AddRange(options.Headers);
        return options with
        {
            Method = method ?? captured.Method,
            Headers = headers,
            Id = options.Id ?? (options.Signing is null ? null : MessageIdOf(captured)),
        };
    }

    private static HashSet<string> FindOmitted(CapturedRequest captured, DeliveryOptions options)
    {
        var omitted = new HashSet<string>(options.Headers.Select(static header => header.Key), StringComparer.OrdinalIgnoreCase);
        omitted.UnionWith(captured.Headers.Select(static header => header.Key).Where(HeaderRules.IsReserved));
        if (captured.TryGetHeader("Connection", out string connection))
        {
            // Connection names the headers that are for the next hop only (RFC 9110, 7.6.1).
            omitted.UnionWith(connection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        if (options.Credential is not null || !IsSameReceiver(captured.Uri, options.Uri))
        {
            omitted.UnionWith(Credentials);
        }

        if (options.Signing is { } signing)
        {
            omitted.UnionWith(SignatureSchemes.All.SelectMany(static scheme => scheme.HeaderNames));
            string?[] named = [signing.Options.HeaderName, signing.Options.TimestampHeaderName, signing.Options.IdHeaderName];
            omitted.UnionWith(named.OfType<string>());
        }

        return omitted;
    }

    private static bool IsComplete(string value) => !value.Contains(WebhookSecret.Mask, StringComparison.Ordinal) && !value.EndsWith(TruncationMark);

    private static bool IsSameReceiver(Uri? captured, Uri receiver) =>
        captured is not null && Uri.Compare(captured, receiver, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    // A webhook that is sent again keeps its id, so that its receiver can deduplicate it.
    private static string? MessageIdOf(CapturedRequest captured)
    {
        foreach (string name in SignatureSchemes.IdHeaderNames)
        {
            if (captured.TryGetHeader(name, out string id))
            {
                return id;
            }
        }

        return null;
    }
}
