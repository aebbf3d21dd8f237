namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Lays JSON out as Python's <c>json.dumps(…, indent=2)</c> does, and changes nothing else: numbers and strings keep their very bytes.</summary>
internal static class JsonIndenter
{
    private const int Step = 2;

    // Deeper than this the lines stay where they are: 10,000 levels would make 200 MB out of 20 kB.
    private const int MaximumIndent = 64 * Step;

    /// <summary>Adds the JSON, indented; false if it is no JSON after all. What was added until then is the caller's to cut off.</summary>
    /// <param name="json">One JSON value in UTF-8.</param>
    public static bool TryAppend(ReadOnlySpan<byte> json, ByteBuffer destination)
    {
        int depth = 0;
        int position = 0;
        while (position < json.Length)
        {
            byte current = json[position];
            switch (current)
            {
                case (byte)'"':
                    int start = position;
                    if (!JsonText.TrySkipString(json, ref position))
                    {
                        return false;
                    }

                    destination.Append(json[start..position]);
                    continue;
                case (byte)'{' or (byte)'[':
                    destination.Append(current);
                    position++;
                    SkipWhiteSpace(json, ref position);
                    if (position < json.Length && json[position] is (byte)'}' or (byte)']')
                    {
                        destination.Append(json[position]);
                        position++;
                    }
                    else
                    {
                        depth++;
                        BreakLine(destination, depth);
                    }

                    continue;
                case (byte)'}' or (byte)']':
                    depth--;
                    BreakLine(destination, depth);
                    destination.Append(current);
                    break;
                case (byte)',':
                    destination.Append(current);
                    BreakLine(destination, depth);
                    break;
                case (byte)':':
                    destination.Append(": "u8);
                    break;
                default:
                    if (!JsonText.IsWhiteSpace(current))
                    {
                        destination.Append(current);
                    }

                    break;
            }

            position++;
        }

        return true;
    }

    private static void SkipWhiteSpace(ReadOnlySpan<byte> json, ref int position)
    {
        while (position < json.Length && JsonText.IsWhiteSpace(json[position]))
        {
            position++;
        }
    }

    private static void BreakLine(ByteBuffer destination, int depth)
    {
        int indent = Math.Clamp(depth * Step, 0, MaximumIndent);
        Span<byte> room = destination.GetSpan(indent + 1);
        room[0] = (byte)'\n';
        room.Slice(1, indent).Fill((byte)' ');
        destination.Advance(indent + 1);
    }
}
