using System.Buffers;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Takes the white space out of JSON that is not in its strings, and changes nothing else: numbers and strings keep their very bytes.</summary>
internal static class JsonCompactor
{
    private static readonly SearchValues<byte> WhiteSpaceOrQuote = SearchValues.Create(" \t\r\n\""u8);

    /// <summary>Adds the JSON as one line; false if it is no JSON after all and would break the line. What was added until then is the caller's to cut off.</summary>
    /// <param name="json">One JSON value in UTF-8.</param>
    public static bool TryAppend(ReadOnlySpan<byte> json, ByteBuffer destination)
    {
        // Runs between white space are copied whole, strings included.
        int run = 0;
        int position = 0;
        while (true)
        {
            int found = json[position..].IndexOfAny(WhiteSpaceOrQuote);
            if (found < 0)
            {
                destination.Append(json[run..]);
                return true;
            }

            position += found;
            if (json[position] == (byte)'"')
            {
                if (!JsonText.TrySkipString(json, ref position))
                {
                    return false;
                }

                continue;
            }

            destination.Append(json[run..position]);
            position++;
            run = position;
        }
    }
}
