namespace WebhookTools.Core.Payloads;

/// <summary>Writes values without whitespace, and without null members where they are not wanted. A null item of an array stays: it holds a place.</summary>
internal static class CompactWriter
{
    /// <summary>Writes a value. It recurses no deeper than the value was allowed to be nested.</summary>
    public static void Write(in JsonView view, int index, bool omitNull, ByteBuffer output)
    {
        ref readonly TapeNode node = ref view[index];
        switch (node.Kind)
        {
            case TapeNodeKind.Object:
                WriteObject(view, index, omitNull, output);
                break;
            case TapeNodeKind.Array:
                WriteArray(view, index, omitNull, output);
                break;
            default:
                output.Append(view.Text(in node));
                break;
        }
    }

    /// <summary>Writes a member's name with its quotes and colon.</summary>
    public static void WriteName(ReadOnlySpan<byte> canonicalName, ByteBuffer output)
    {
        const int Punctuation = 3;
        Span<byte> room = output.Reserve(canonicalName.Length + Punctuation);
        room[0] = (byte)'"';
        canonicalName.CopyTo(room[1..]);
        room[canonicalName.Length + 1] = (byte)'"';
        room[canonicalName.Length + 2] = (byte)':';
        output.Advance(canonicalName.Length + Punctuation);
    }

    private static void WriteObject(in JsonView view, int index, bool omitNull, ByteBuffer output)
    {
        output.Append((byte)'{');
        bool isFirst = true;
        int end = view[index].End;
        for (int member = index + 1; member < end; member = view.Next(member))
        {
            ref readonly TapeNode node = ref view[member];
            int value = view.Effective(member);
            if (node.IsMoved || (omitNull && view[value].Kind == TapeNodeKind.Null))
            {
                continue;
            }

            if (!isFirst)
            {
                output.Append((byte)',');
            }

            isFirst = false;
            WriteName(view.Name(in node), output);
            Write(view, value, omitNull, output);
        }

        output.Append((byte)'}');
    }

    private static void WriteArray(in JsonView view, int index, bool omitNull, ByteBuffer output)
    {
        output.Append((byte)'[');
        int end = view[index].End;
        for (int item = index + 1; item < end; item = view.Next(item))
        {
            if (item != index + 1)
            {
                output.Append((byte)',');
            }

            Write(view, item, omitNull, output);
        }

        output.Append((byte)']');
    }
}
