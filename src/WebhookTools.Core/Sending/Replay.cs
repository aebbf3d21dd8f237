using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Sends a captured request again: the same bytes and headers, to another receiver or with a new signature.</summary>
public static class Replay
{
    /// <summary>What a journal puts behind a value that it has cut.</summary>
    private const char CutMark = '…';

    private static readonly string[] Credentials = ["Authorization", "Cookie", "Proxy-Authorization"];

    /// <summary>The body of a captured request, byte for byte.</summary>
    /// <exception cref="CaptureException">The capture does not hold it.</exception>
    public static WebhookBody BodyOf(CapturedRequest captured)
    {
        ArgumentNullException.ThrowIfNull(captured);
        return captured.Body ?? throw CaptureErrors.CaptureBodyNotThere(captured.Source);
    }

    /// <summary>
    /// The options of a delivery, with the method, the content type and the headers of a captured request. Left out are the
    /// headers of the connection that it came by; those that a journal masked or cut; its credentials, unless it goes to the
    /// host that it went to and none are given; and, where it is signed anew, every signature. A header that the options
    /// have already goes before the captured one.
    /// </summary>
    /// <param name="captured">The request.</param>
    /// <param name="options">The receiver, and how to deliver.</param>
    /// <param name="method">The method that is asked for, or null for the captured one.</param>
    public static DeliveryOptions Apply(CapturedRequest captured, DeliveryOptions options, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(captured);
        ArgumentNullException.ThrowIfNull(options);
        HashSet<string> left = LeftOut(captured, options);
        List<KeyValuePair<string, string>> headers = [.. captured.Headers.Where(header => IsWhole(header.Value) && !left.Contains(header.Key))];
        headers.AddRange(options.Headers);
        return options with
        {
            Method = method ?? captured.Method,
            Headers = headers,
            Id = options.Id ?? (options.Signing is null ? null : MessageIdOf(captured)),
        };
    }

    private static HashSet<string> LeftOut(CapturedRequest captured, DeliveryOptions options)
    {
        var left = new HashSet<string>(options.Headers.Select(static header => header.Key), StringComparer.OrdinalIgnoreCase);
        left.UnionWith(captured.Headers.Select(static header => header.Key).Where(HeaderRules.IsReserved));
        if (captured.TryGetHeader("Connection", out string connection))
        {
            // It names those that are meant for the next hop alone (RFC 9110, 7.6.1).
            left.UnionWith(connection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        if (options.Credential is not null || !IsSameReceiver(captured.Uri, options.Uri))
        {
            left.UnionWith(Credentials);
        }

        if (options.Signing is { } signing)
        {
            left.UnionWith(SignatureSchemes.All.SelectMany(static scheme => scheme.HeaderNames));
            string?[] named = [signing.Options.HeaderName, signing.Options.TimestampHeaderName, signing.Options.IdHeaderName];
            left.UnionWith(named.OfType<string>());
        }

        return left;
    }

    private static bool IsWhole(string value) => !value.Contains(WebhookSecret.Mask, StringComparison.Ordinal) && !value.EndsWith(CutMark);

    private static bool IsSameReceiver(Uri? captured, Uri receiver) =>
        captured is not null && Uri.Compare(captured, receiver, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>A webhook that is sent again keeps its id, by which its receiver knows it.</summary>
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
