using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace WebhookTools.Core.Sending;

/// <summary>Reads responses: the head, and no more of the body than is kept.</summary>
internal static class DeliveryResponseReader
{
    /// <summary>The number of bytes of a body that are kept.</summary>
    public const int MaximumBodyLength = 64 * 1024;

    private const int UsualBodyLength = 4096;

    public static DeliveryResponse ReadHead(HttpResponseMessage response, DateTimeOffset now)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Add(headers, response.Headers.NonValidated);
        Add(headers, response.Content.Headers.NonValidated);
        return new DeliveryResponse
        {
            StatusCode = (int)response.StatusCode,
            Headers = headers,
            RetryAfter = headers.TryGetValue("Retry-After", out string? wait) ? ReadRetryAfter(wait, now) : null,
        };
    }

    /// <summary>Returns the response with its body.</summary>
    public static async ValueTask<DeliveryResponse> ReadBodyAsync(DeliveryResponse head, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        long? announced = response.Content.Headers.ContentLength;
        if (announced == 0)
        {
            return head;
        }

        // One byte more than is kept shows whether the body is truncated.
        int wanted = announced < MaximumBodyLength ? (int)announced.Value + 1 : MaximumBodyLength + 1;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(wanted, UsualBodyLength));
        try
        {
            using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            int length = 0;
            while (length < wanted)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, wanted);
                }

                int read = await stream.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length, wanted) - length), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }

            bool isTruncated = length > MaximumBodyLength;
            ReadOnlySpan<byte> kept = buffer.AsSpan(0, Math.Min(length, MaximumBodyLength));
            return head with { Body = Decode(kept, response.Content.Headers.ContentType?.CharSet, isTruncated), IsBodyTruncated = isTruncated };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Parses seconds or a date (RFC 9110, 10.2.3). Seconds that overflow are the longest delay.</summary>
    private static TimeSpan? ReadRetryAfter(string text, DateTimeOffset now)
    {
        if (RetryConditionHeaderValue.TryParse(text, out RetryConditionHeaderValue? parsed))
        {
            TimeSpan wait = parsed.Delta ?? (parsed.Date!.Value - now);
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }

        return text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9') ? TimeSpan.MaxValue : null;
    }

    private static byte[] Grow(byte[] buffer, int wanted)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(wanted, buffer.Length * 4));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static void Add(Dictionary<string, string> headers, HttpHeadersNonValidated received)
    {
        foreach ((string name, HeaderStringValues values) in received)
        {
            headers[name] = values.ToString();
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string? charset, bool isCut)
    {
        Encoding encoding = FindEncoding(charset);
        if (bytes.StartsWith(encoding.Preamble))
        {
            bytes = bytes[encoding.Preamble.Length..];
        }

        if (!isCut)
        {
            return encoding.GetString(bytes);
        }

        // Without a flush, the decoder drops a character that the cut split, instead of replacing it.
        Decoder decoder = encoding.GetDecoder();
        char[] characters = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(bytes.Length));
        int count = decoder.GetChars(bytes, characters, flush: false);
        string text = new(characters, 0, count);
        ArrayPool<char>.Shared.Return(characters);
        return text;
    }

    private static Encoding FindEncoding(string? charset)
    {
        if (string.IsNullOrEmpty(charset) || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8;
        }

        string name = charset.Trim('"').ToLower(CultureInfo.InvariantCulture);
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }
}
