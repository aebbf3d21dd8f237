namespace WebhookTools.Core.Payloads;

/// <summary>
/// Lets the last member of a name win, in the position of the first one, as Python's dictionaries and JavaScript's objects do:
/// a receiver that reads the first of two would otherwise see another payload than one that reads the last.
/// </summary>
internal sealed class DuplicateNames
{
    /// <summary>Up to this many members are compared with each other, which costs less than hashing them.</summary>
    private const int MostCompared = 8;

    private readonly HashSlots _slots = new();

    /// <summary>Marks the members of one object that has just been read.</summary>
    public void Resolve(ReadOnlySpan<byte> source, JsonTape tape, int objectNode, int memberCount)
    {
        if (memberCount <= MostCompared)
        {
            Compare(source, tape, objectNode);
        }
        else
        {
            LookUp(source, tape, objectNode, memberCount);
        }
    }

    private static void Compare(ReadOnlySpan<byte> source, JsonTape tape, int objectNode)
    {
        JsonView view = tape.View(source);
        int end = view[objectNode].End;
        for (int later = view.Next(objectNode + 1); later < end; later = view.Next(later))
        {
            ReadOnlySpan<byte> name = view.Name(in view[later]);
            for (int earlier = objectNode + 1; earlier < later; earlier = view.Next(earlier))
            {
                ref readonly TapeNode candidate = ref view[earlier];
                if (!candidate.IsMoved && view.Name(in candidate).SequenceEqual(name))
                {
                    Supersede(tape, earlier, later);
                    break;
                }
            }
        }
    }

    private void LookUp(ReadOnlySpan<byte> source, JsonTape tape, int objectNode, int memberCount)
    {
        JsonView view = tape.View(source);
        int end = view[objectNode].End;
        _slots.Clear(memberCount);
        for (int member = objectNode + 1; member < end; member = view.Next(member))
        {
            ReadOnlySpan<byte> name = view.Name(in view[member]);
            int slot = _slots.First(KeyHash.Compute(name));
            while (_slots[slot] is int earlier && earlier != HashSlots.Free)
            {
                if (view.Name(in view[earlier]).SequenceEqual(name))
                {
                    Supersede(tape, earlier, member);
                    break;
                }

                slot = _slots.Following(slot);
            }

            if (_slots[slot] == HashSlots.Free)
            {
                _slots[slot] = member;
            }
        }
    }

    private static void Supersede(JsonTape tape, int first, int last)
    {
        tape.Nodes[first].IsSuperseded = true;
        tape.Nodes[first].NameStart = last;
        tape.Nodes[last].IsMoved = true;
    }
}
