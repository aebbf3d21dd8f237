using System.Buffers;
using System.Collections.Specialized;
using System.Text;
using System.Web;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols;

/// <summary>Reads a body as a form, <c>application/x-www-form-urlencoded</c>: Twilio, Slack commands and Mandrill post one, and GitHub does if configured so.</summary>
internal static class FormBody
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const int MaximumFields = 1024;
    private const int MaximumName = 2048;

    /// <summary>The characters of a form as browsers and libraries write it (WHATWG URL Standard, 5.2), and those of a query that some leave unescaped (RFC 3986, 3.4).</summary>
    private static readonly SearchValues<byte> FormBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&=+%*-._~!$'(),;:@/?[]"u8);

    /// <summary>True if the Content-Type declares a form. Curl declares one unless told otherwise.</summary>
    public static bool IsDeclared(IncomingWebhook webhook) => webhook.Header("Content-Type").StartsWith(FormType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the fields of a form; a repeated field's values are joined by commas.</summary>
    /// <returns>Null if the body is not a form, or has more or longer fields than senders write.</returns>
    public static Dictionary<string, string>? TryRead(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf((byte)'=') <= 0 || body.ContainsAnyExcept(FormBytes) || body.Count((byte)'&') >= MaximumFields)
        {
            return null;
        }

        NameValueCollection parsed = HttpUtility.ParseQueryString(Encoding.ASCII.GetString(body), Encoding.UTF8);
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string? name in parsed.AllKeys)
        {
            if (name is null)
            {
                // Fields without an equals sign are names without a value.
                foreach (string bare in parsed.GetValues(name) ?? [])
                {
                    fields.TryAdd(bare, string.Empty);
                }
            }
            else
            {
                fields[name] = parsed[name] ?? string.Empty;
            }
        }

        return fields.Keys.Any(name => name.Length > MaximumName) ? null : fields;
    }
}
