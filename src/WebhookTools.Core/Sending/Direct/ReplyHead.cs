using System.Globalization;
using System.Text;

namespace WebhookTools.Core.Sending.Direct;

/// <summary>A reply's head (RFC 9112, 4 and 5): what it says, and what it says of the body that follows.</summary>
internal sealed class ReplyHead
{
    private static readonly char[] Space = [' ', '\t', '\r', '\n'];

    private readonly byte[] _lines;
    private readonly bool _isVersion10;
    private readonly string? _transferEncoding;
    private readonly string? _contentLength;
    private readonly string? _connection;

    private ReplyHead(ReadOnlySpan<byte> lines, int statusCode, bool isVersion10)
    {
        StatusCode = statusCode;
        _isVersion10 = isVersion10;
        _lines = lines.ToArray();
        while (lines.Length > 0)
        {
            switch (KnownHeaders.Find(NextHeader(ref lines, out ReadOnlySpan<byte> value)))
            {
                case KnownHeader.TransferEncoding:
                    _transferEncoding = Join(_transferEncoding, value);
                    break;
                case KnownHeader.ContentLength:
                    _contentLength = Join(_contentLength, value);
                    break;
                case KnownHeader.Connection:
                    _connection = Join(_connection, value);
                    break;
                case KnownHeader.ContentType:
                    ContentType = Join(ContentType, value);
                    break;
                case KnownHeader.RetryAfter:
                    RetryAfter = Join(RetryAfter, value);
                    break;
            }
        }

        IsChunked = _transferEncoding is not null && LastOf(_transferEncoding).Equals("chunked", StringComparison.OrdinalIgnoreCase);
        ContentLength = _contentLength is not null && _transferEncoding is null ? ReadLength(_contentLength) : null;
    }

    /// <summary>The status, 100 to 999.</summary>
    public int StatusCode { get; }

    /// <summary>What kind of body it has, or null.</summary>
    public string? ContentType { get; }

    /// <summary>The wait that it asks for, or null.</summary>
    public string? RetryAfter { get; }

    /// <summary>How many bytes the body has, where the head says it.</summary>
    public long? ContentLength { get; }

    /// <summary>Whether the body comes in chunks.</summary>
    public bool IsChunked { get; }

    /// <summary>Whether another reply to the same request follows. 101 is none: nobody asked for another protocol.</summary>
    public bool IsInterim => StatusCode is >= 100 and <= 199 and not 101;

    /// <summary>Whether a reply with this status has no body, whatever its headers say.</summary>
    public bool HasNoBody => StatusCode is (>= 100 and <= 199) or 204 or 304;

    /// <summary>
    /// Whether the connection is good for another request. Where both headers say how long the body is, one of them lies, and what
    /// follows it may be anybody's.
    /// </summary>
    public bool KeepsConnection
    {
        get
        {
            if (StatusCode == 101 || (_transferEncoding is not null && (_isVersion10 || _contentLength is not null)))
            {
                return false;
            }

            return _isVersion10 ? HasOption(_connection, "keep-alive") : !HasOption(_connection, "close");
        }
    }

    /// <summary>How long the head is that the bytes begin with, its empty line included; -1 where they do not hold all of it. A line may end with LF alone.</summary>
    public static int FindEnd(ReadOnlySpan<byte> bytes)
    {
        int lineStart = 0;
        while (bytes[lineStart..].IndexOf((byte)'\n') is var length and >= 0)
        {
            if (lineStart > 0 && (length == 0 || (length == 1 && bytes[lineStart] == '\r')))
            {
                return lineStart + length + 1;
            }

            lineStart += length + 1;
        }

        return -1;
    }

    /// <summary>Reads a whole head.</summary>
    /// <exception cref="HttpRequestException">It is not HTTP.</exception>
    public static ReplyHead Parse(ReadOnlySpan<byte> head)
    {
        int statusCode = ReadStatusLine(NextLine(ref head), out bool isVersion10);

        // Without the empty line at the end.
        int length = head.EndsWith("\r\n"u8) ? head.Length - 2 : head.Length - 1;
        return new ReplyHead(head[..length], statusCode, isVersion10);
    }

    /// <summary>The headers; repeated ones joined.</summary>
    public Dictionary<string, string> ReadHeaders()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        ReadOnlySpan<byte> lines = _lines;
        while (lines.Length > 0)
        {
            string name = Encoding.Latin1.GetString(NextHeader(ref lines, out ReadOnlySpan<byte> value));
            headers[name] = Join(headers.GetValueOrDefault(name), value);
        }

        return headers;
    }

    /// <summary>An error that says what was received in place of what HTTP asks for.</summary>
    public static HttpRequestException NotHttp(string what, ReadOnlySpan<byte> received)
    {
        const int Shown = 40;
        string text = Describe.Printable(Encoding.Latin1.GetString(received[..Math.Min(received.Length, Shown)]));
        return new HttpRequestException(HttpRequestError.InvalidResponse, $"It sent {what}, '{text}'{(received.Length > Shown ? " and more" : string.Empty)}.");
    }

    private static int ReadStatusLine(ReadOnlySpan<byte> line, out bool isVersion10)
    {
        // HTTP/1.1 200, and a space where a reason follows.
        const int Version = 7;
        const int Status = 9;
        const int End = 12;
        if (line.Length < End
            || !line.StartsWith("HTTP/1."u8)
            || !IsDigit(line[Version])
            || line[Version + 1] != ' '
            || (line.Length > End && line[End] != ' ')
            || line[Status] == '0'
            || !(IsDigit(line[Status]) && IsDigit(line[Status + 1]) && IsDigit(line[Status + 2])))
        {
            throw NotHttp("no status line of HTTP/1.1", line);
        }

        isVersion10 = line[Version] == '0';
        return ((line[Status] - '0') * 100) + ((line[Status + 1] - '0') * 10) + (line[Status + 2] - '0');
    }

    private static ReadOnlySpan<byte> NextLine(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = rest[..end];
        rest = rest[(end + 1)..];
        return line.Length > 0 && line[^1] == '\r' ? line[..^1] : line;
    }

    /// <summary>Takes the next header off the lines: gives its name, and its value without the space around.</summary>
    private static ReadOnlySpan<byte> NextHeader(scoped ref ReadOnlySpan<byte> lines, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> all = lines;
        ReadOnlySpan<byte> line = NextLine(ref lines);
        while (lines.Length > 0 && lines[0] is (byte)' ' or (byte)'\t')
        {
            // A value that goes on in the next line, as it was done once (5.2).
            NextLine(ref lines);
            line = all[..^lines.Length];
        }

        int colon = line.IndexOf((byte)':');
        if (colon < 0 || !IsToken(line[..colon]))
        {
            throw NotHttp("a header line without a name", line);
        }

        value = line[(colon + 1)..];
        return line[..colon];
    }

    private static string Join(string? earlier, ReadOnlySpan<byte> value)
    {
        string text = TextOf(value);
        return earlier is null ? text : $"{earlier}, {text}";
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    private static string TextOf(ReadOnlySpan<byte> value)
    {
        string text = Encoding.Latin1.GetString(value).Trim(Space);
        return text.Contains('\n', StringComparison.Ordinal) ? string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) : text;
    }

    /// <summary>As <see cref="HeaderRules.IsToken"/>, byte by byte: names are short, and this needs nothing compiled at run time.</summary>
    private static bool IsToken(ReadOnlySpan<byte> name)
    {
        foreach (byte value in name)
        {
            if (!(value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'-' || IsDigit(value))
                && !HeaderRules.IsToken(((char)value).ToString()))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    private static long ReadLength(string text)
    {
        long? length = null;
        foreach (string item in text.Split(','))
        {
            // Said twice, it must be the same (RFC 9110, 8.6).
            if (!long.TryParse(item.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long said) || (length ?? said) != said)
            {
                throw NotHttp("a Content-Length that is no length", Encoding.Latin1.GetBytes(text));
            }

            length = said;
        }

        return length!.Value;
    }

    private static ReadOnlySpan<char> LastOf(string list) => list.AsSpan(list.LastIndexOf(',') + 1).Trim();

    private static bool HasOption(string? list, string option) =>
        list is not null && list.Split(',', StringSplitOptions.TrimEntries).Contains(option, StringComparer.OrdinalIgnoreCase);
}
