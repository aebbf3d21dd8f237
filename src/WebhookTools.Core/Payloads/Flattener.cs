using System.Buffers.Text;
using System.Text.Json;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Flattens records to one level of joined keys, by the rules of gcm's webhook exporter (github.com/facebookresearch/gcm, <c>gcm/monitoring/dataclass_utils.py</c>).
/// <list type="bullet">
/// <item>The names of nested objects' members and the numbers of nested arrays' items are joined by the separator. Items are numbered from 0 and keep their numbers.</item>
/// <item>The name member of a nested object becomes a segment of its keys, wherever it stands in the object, and is not a leaf. As an item of an array,
/// such an object has no number. The name may be any value: its segment is the text that Python writes for it (<see cref="PythonText"/>).</item>
/// <item>Null members and items are dropped; empty objects and arrays disappear.</item>
/// <item>If keys collide, the last value is written in the position of the first.</item>
/// <item>No separator follows an empty key before a member's name; before a number or a name's segment it does.</item>
/// </list>
/// gcm flattens a record, which is an object. In addition, an array at the top is a list of records that are flattened one by one (at any
/// depth of arrays), and any other value at the top remains unchanged, null included.
/// </summary>
internal sealed class Flattener(byte[] separator, byte[] nameKey)
{
    private const int LongestNumber = 11;
    private const int None = -1;

    private readonly ByteBuffer _key = new();
    private readonly FlatRecord _record = new();

    /// <summary>Writes a record, a list of records, or a value that is neither. It recurses no deeper than the value is nested.</summary>
    public void Write(JsonTree tree, ByteBuffer output)
    {
        _record.BeginValue();
        WriteValue(tree, JsonTree.Root, output);
    }

    private void WriteValue(JsonTree tree, int value, ByteBuffer output)
    {
        switch (tree[value].Kind)
        {
            case JsonValueKind.Object:
                _key.Clear();
                _record.BeginRecord();
                CollectMembers(tree, value, nameValue: None);
                _record.Write(tree, output);
                break;
            case JsonValueKind.Array:
                WriteRecords(tree, value, output);
                break;
            default:
                JsonTreeWriter.WriteScalar(tree, value, output);
                break;
        }
    }

    private void WriteRecords(JsonTree tree, int array, ByteBuffer output)
    {
        output.Append((byte)'[');
        bool isFirst = true;
        foreach (JsonTree.Child item in tree.GetChildren(array))
        {
            if (!isFirst)
            {
                output.Append((byte)',');
            }

            isFirst = false;
            WriteValue(tree, item.Value, output);
        }

        output.Append((byte)']');
    }

    private void CollectMembers(JsonTree tree, int container, int nameValue)
    {
        int prefix = _key.Length;
        foreach (JsonTree.Child member in tree.GetChildren(container))
        {
            if (member.Value == nameValue || tree[member.Value].Kind == JsonValueKind.Null)
            {
                continue;
            }

            _key.Length = prefix;
            if (prefix > 0)
            {
                _key.Append(separator);
            }

            _key.Append(tree.GetName(member.Member));
            if (tree[member.Value].Kind == JsonValueKind.Object)
            {
                CollectObject(tree, member.Value, FindName(tree, member.Value));
            }
            else
            {
                CollectItemsOrLeaf(tree, member.Value);
            }
        }
    }

    private void CollectItems(JsonTree tree, int array)
    {
        int prefix = _key.Length;
        int number = -1;
        foreach (JsonTree.Child item in tree.GetChildren(array))
        {
            number++;
            JsonValueKind kind = tree[item.Value].Kind;
            if (kind == JsonValueKind.Null)
            {
                continue;
            }

            int nameValue = kind == JsonValueKind.Object ? FindName(tree, item.Value) : None;
            _key.Length = prefix;
            if (nameValue == None)
            {
                _key.Append(separator);
                Utf8Formatter.TryFormat(number, _key.GetSpan(LongestNumber), out int digits);
                _key.Advance(digits);
            }

            if (kind == JsonValueKind.Object)
            {
                CollectObject(tree, item.Value, nameValue);
            }
            else
            {
                CollectItemsOrLeaf(tree, item.Value);
            }
        }
    }

    private void CollectObject(JsonTree tree, int container, int nameValue)
    {
        if (nameValue != None)
        {
            _key.Append(separator);
            PythonText.AppendSegment(tree, nameValue, _key);
        }

        CollectMembers(tree, container, nameValue);
    }

    private void CollectItemsOrLeaf(JsonTree tree, int value)
    {
        if (tree[value].Kind == JsonValueKind.Array)
        {
            CollectItems(tree, value);
        }
        else
        {
            _record.Set(_key.WrittenSpan, value);
        }
    }

    private int FindName(JsonTree tree, int container)
    {
        // An empty name key turns the rule off.
        if (nameKey.Length > 0)
        {
            foreach (JsonTree.Child member in tree.GetChildren(container))
            {
                if (tree.GetName(member.Member).SequenceEqual(nameKey))
                {
                    return member.Value;
                }
            }
        }

        return None;
    }
}
