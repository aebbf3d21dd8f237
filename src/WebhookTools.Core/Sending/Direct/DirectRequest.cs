using System.Buffers.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending.Direct;

/// <summary>Writes a request as HTTP/1.1 has it (RFC 9112): head and body, to go out in one piece.</summary>
internal static class DirectRequest
{
    /// <summary>What a line has besides its name and its value.</summary>
    private const int LinePunctuation = 4;

    /// <summary>The request line's and the header lines' fixed parts, the numbers, and the empty line.</summary>
    private const int Fixed = 128;

    /// <summary>Writes it into the connection's room.</summary>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="WebhookException">A header's value has a character that no header may have.</exception>
    public static int Write(DeliveryRequest request, DirectTarget target, DirectConnection connection)
    {
        request.Body.TryGetMemory(out ReadOnlyMemory<byte> body);
        int length = Fixed + request.Method.Method.Length + target.PathAndQuery.Length + target.HostHeader.Length + request.ContentType.Length + body.Length;
        foreach ((string name, string value) in request.Headers)
        {
            length += name.Length + value.Length + LinePunctuation;
        }

        var writer = new Writer(connection.Reserve(length));
        writer.Write(request.Method.Method);
        writer.Write(" "u8);
        writer.Write(target.PathAndQuery);
        writer.Write(" HTTP/1.1\r\n"u8);
        writer.WriteLine("Host", target.HostHeader);
        foreach ((string name, string value) in request.Headers)
        {
            writer.WriteLine(name, value);
        }

        writer.WriteLine("Content-Type", request.ContentType);
        writer.Write("Content-Length: "u8);
        writer.Write(body.Length);
        writer.Write("\r\n\r\n"u8);
        writer.Write(body.Span);
        return writer.Length;
    }

    private ref struct Writer(Span<byte> room)
    {
        private readonly Span<byte> _room = room;

        public int Length { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_room[Length..]);
            Length += bytes.Length;
        }

        public void Write(int number)
        {
            Utf8Formatter.TryFormat(number, _room[Length..], out int written);
            Length += written;
        }

        /// <summary>Writes text that is ASCII.</summary>
        public void Write(string text) => _ = TryWrite(text);

        public void WriteLine(string name, string value)
        {
            Write(name);
            Write(": "u8);

            // The options are valid; but a secret that is sent as it is may be anything.
            if (!TryWrite(value))
            {
                int invalid = HeaderRules.IndexOfInvalidInValue(value);
                throw DeliveryOptionErrors.HeaderValueNotValid(name, invalid, value[invalid]);
            }

            Write("\r\n"u8);
        }

        /// <summary>Character by character: such texts are short, and this needs nothing compiled at run time.</summary>
        /// <returns>False where there is one that no header may have.</returns>
        private bool TryWrite(string text)
        {
            Span<byte> place = _room.Slice(Length, text.Length);
            for (int index = 0; index < text.Length; index++)
            {
                char character = text[index];
                if (character is not ((>= ' ' and <= '~') or '\t'))
                {
                    return false;
                }

                place[index] = (byte)character;
            }

            Length += text.Length;
            return true;
        }
    }
}
