namespace WebhookTools.Core.Payloads;

/// <summary>A parsed value and the text that it was read from. Its first node is the value itself.</summary>
internal readonly ref struct JsonView(ReadOnlySpan<byte> source, ReadOnlySpan<TapeNode> nodes, ReadOnlySpan<byte> canonicalText)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly ReadOnlySpan<TapeNode> _nodes = nodes;
    private readonly ReadOnlySpan<byte> _canonicalText = canonicalText;

    /// <summary>The first node: the value itself.</summary>
    public const int Root = 0;

    /// <summary>A node.</summary>
    public ref readonly TapeNode this[int index] => ref _nodes[index];

    /// <summary>A scalar as it is to be written.</summary>
    public ReadOnlySpan<byte> Text(in TapeNode scalar) => Text(scalar.Start, scalar.Length);

    /// <summary>A string's characters in canonical form, without the quotes.</summary>
    public ReadOnlySpan<byte> StringContent(in TapeNode text) => Text(in text)[1..^1];

    /// <summary>A member's name in canonical form, without the quotes.</summary>
    public ReadOnlySpan<byte> Name(in TapeNode member)
    {
        ref readonly TapeNode holder = ref member.IsSuperseded ? ref _nodes[member.NameStart] : ref member;
        return Text(holder.NameStart, holder.NameLength);
    }

    /// <summary>The node whose value stands in this position: the last one of its name.</summary>
    public int Effective(int index) => _nodes[index].IsSuperseded ? _nodes[index].NameStart : index;

    /// <summary>The node after this value and all within it.</summary>
    public int Next(int index) => _nodes[index].IsContainer ? _nodes[index].End : index + 1;

    private ReadOnlySpan<byte> Text(int start, int length) =>
        start >= 0 ? _source.Slice(start, length) : _canonicalText.Slice(~start, length);
}
