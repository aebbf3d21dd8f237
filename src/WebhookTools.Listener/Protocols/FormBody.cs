using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace WebhookTools.Listener.Protocols;

/// <summary>A body as a form, <c>application/x-www-form-urlencoded</c>: what Twilio, Slack's commands and Mandrill post, and GitHub where it is told to.</summary>
internal static class FormBody
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const int MaximumFields = 1024;
    private const int MaximumName = 2048;

    /// <summary>What stands in a form as browsers and libraries write it (WHATWG's URL standard, 5.2), and what some leave as it is that a query may hold (RFC 3986, 3.4).</summary>
    private static readonly SearchValues<byte> FormBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&=+%*-._~!$'(),;:@/?[]"u8);

    /// <summary>Whether the sender says that it is a form. Curl says so of whatever it is not told the type of.</summary>
    public static bool IsSaid(IHeaderDictionary headers) => headers.ContentType.ToString().AsSpan().TrimStart().StartsWith(FormType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the fields of what looks like a form; null where it does not, or has more of them than any sender writes.</summary>
    public static Dictionary<string, StringValues>? TryRead(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf((byte)'=') <= 0 || body.ContainsAnyExcept(FormBytes))
        {
            return null;
        }

        using var reader = new FormReader(Encoding.ASCII.GetString(body)) { ValueCountLimit = MaximumFields, ValueLengthLimit = int.MaxValue, KeyLengthLimit = MaximumName };
        try
        {
            return reader.ReadForm();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
