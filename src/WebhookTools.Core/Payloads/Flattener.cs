using System.Buffers.Text;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Makes one level of joined keys, by the rules of gcm's webhook exporter (github.com/facebookresearch/gcm, <c>gcm/monitoring/dataclass_utils.py</c>).
/// <list type="bullet">
/// <item>Members of nested objects and items of nested arrays are joined by the separator; items are numbered from 0 and keep their numbers.</item>
/// <item>A nested object's name member becomes a segment of its keys, wherever it stands in the object, and is no leaf. As an item of an array
/// such an object has no number. The name may be anything: its segment is Python's text of it (<see cref="PythonText"/>).</item>
/// <item>Null members and items are dropped, empty objects and arrays vanish.</item>
/// <item>Of keys that collide the last value wins, at the first one's position.</item>
/// <item>A key that is empty takes no separator after it, before a member's name; before a number or a name's segment it does.</item>
/// </list>
/// gcm flattens a record, which is an object. Beyond it: an array at the top is a list of records, each of which is flattened by itself (at any
/// depth of arrays); any other value at the top stays as it is, null too.
/// </summary>
internal sealed class Flattener(byte[] separator)
{
    private const int LongestNumber = 11;

    private readonly ByteBuffer _key = new();
    private readonly FlattenedMembers _members = new();

    /// <summary>Writes a record, a list of records, or a value that is neither. It recurses no deeper than the value was allowed to be nested.</summary>
    public void Write(in JsonView view, int index, ByteBuffer output)
    {
        _members.BeginValue();
        WriteValue(view, index, output);
    }

    private void WriteValue(in JsonView view, int index, ByteBuffer output)
    {
        ref readonly TapeNode node = ref view[index];
        switch (node.Kind)
        {
            case TapeNodeKind.Object:
                _key.Clear();
                _members.BeginRecord();
                CollectMembers(view, index, nameMember: 0);
                _members.Write(view, output);
                break;
            case TapeNodeKind.Array:
                WriteRecords(view, index, output);
                break;
            default:
                output.Append(view.Text(in node));
                break;
        }
    }

    private void WriteRecords(in JsonView view, int index, ByteBuffer output)
    {
        output.Append((byte)'[');
        int end = view[index].End;
        for (int item = index + 1; item < end; item = view.Next(item))
        {
            if (item != index + 1)
            {
                output.Append((byte)',');
            }

            WriteValue(view, item, output);
        }

        output.Append((byte)']');
    }

    /// <summary>Collects the leaves of a value that is not null under the key at hand.</summary>
    private void Collect(in JsonView view, int index)
    {
        ref readonly TapeNode node = ref view[index];
        switch (node.Kind)
        {
            case TapeNodeKind.Object:
                int nameMember = node.NameMember;
                if (nameMember != 0)
                {
                    _key.Append(separator);
                    PythonText.AppendSegment(view, nameMember, _key);
                }

                CollectMembers(view, index, nameMember);
                break;
            case TapeNodeKind.Array:
                CollectItems(view, index);
                break;
            default:
                _members.Set(_key.Span, index);
                break;
        }
    }

    private void CollectMembers(in JsonView view, int index, int nameMember)
    {
        int prefix = _key.Length;
        int end = view[index].End;
        for (int member = index + 1; member < end; member = view.Next(member))
        {
            ref readonly TapeNode node = ref view[member];
            int value = view.Effective(member);
            if (node.IsMoved || value == nameMember || view[value].Kind == TapeNodeKind.Null)
            {
                continue;
            }

            _key.Length = prefix;
            if (prefix > 0)
            {
                _key.Append(separator);
            }

            _key.Append(view.Name(in node));
            Collect(view, value);
        }
    }

    private void CollectItems(in JsonView view, int index)
    {
        int prefix = _key.Length;
        int end = view[index].End;
        int number = 0;
        for (int item = index + 1; item < end; item = view.Next(item), number++)
        {
            ref readonly TapeNode node = ref view[item];
            if (node.Kind == TapeNodeKind.Null)
            {
                continue;
            }

            _key.Length = prefix;
            if (node.Kind != TapeNodeKind.Object || node.NameMember == 0)
            {
                _key.Append(separator);
                Utf8Formatter.TryFormat(number, _key.Reserve(LongestNumber), out int digits);
                _key.Advance(digits);
            }

            Collect(view, item);
        }
    }
}
