using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>Writes JSON with the white space of a layout.</summary>
internal sealed class JsonLayoutWriter(JsonTokens tokens, JsonRewriteOptions options, JsonLayout layout, ByteBuffer destination)
{
    public void Write() => WriteValue(0, depth: 0);

    private void WriteValue(int index, int depth)
    {
        switch (tokens[index].Type)
        {
            case JsonTokenType.StartObject:
                WriteObject(index, depth);
                break;
            case JsonTokenType.StartArray:
                WriteArray(index, depth);
                break;
            default:
                tokens.WriteScalar(index, options, destination);
                break;
        }
    }

    private void WriteArray(int index, int depth)
    {
        destination.Append((byte)'[');
        int last = tokens[index].Next - 1;
        for (int item = index + 1; item < last; item = tokens[item].Next)
        {
            WriteBefore(isFirst: item == index + 1, depth);
            WriteValue(item, depth + 1);
        }

        WriteEnd(isEmpty: last == index + 1, (byte)']', depth);
    }

    private void WriteObject(int index, int depth)
    {
        destination.Append((byte)'{');
        int last = tokens[index].Next - 1;
        if (options.SortsNames)
        {
            WriteSortedMembers(index, depth);
        }
        else
        {
            for (int name = index + 1; name < last; name = tokens[name + 1].Next)
            {
                WriteBefore(isFirst: name == index + 1, depth);
                WriteMember(name, depth);
            }
        }

        WriteEnd(isEmpty: last == index + 1, (byte)'}', depth);
    }

    private void WriteSortedMembers(int index, int depth)
    {
        List<int> members = JsonMemberOrder.Sort(tokens, tokens.GetMembers(index));
        for (int position = 0; position < members.Count; position++)
        {
            WriteBefore(isFirst: position == 0, depth);
            WriteMember(members[position], depth);
        }
    }

    private void WriteMember(int name, int depth)
    {
        tokens.WriteScalar(name, options, destination);
        layout.WriteNameSeparator(destination);
        WriteValue(name + 1, depth + 1);
    }

    private void WriteBefore(bool isFirst, int depth)
    {
        if (!isFirst)
        {
            layout.WriteItemSeparator(destination);
        }

        layout.WriteLine(depth + 1, destination);
    }

    private void WriteEnd(bool isEmpty, byte bracket, int depth)
    {
        if (!isEmpty)
        {
            layout.WriteLine(depth, destination);
        }

        destination.Append(bracket);
    }
}
