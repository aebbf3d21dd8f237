using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>A parameter of a form, decoded.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FormParameter(ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> value)
{
    /// <summary>The name's first bytes as a number: it decides most comparisons without a look at the bytes.</summary>
    private readonly ulong _beginning = Beginning(name.Span);

    public ReadOnlyMemory<byte> Name { get; } = name;

    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>By the names' bytes, and by the values' where the names are the same.</summary>
    public static int Compare(FormParameter left, FormParameter right)
    {
        int order = left._beginning.CompareTo(right._beginning);
        order = order != 0 ? order : left.Name.Span.SequenceCompareTo(right.Name.Span);
        return order != 0 ? order : left.Value.Span.SequenceCompareTo(right.Value.Span);
    }

    private static ulong Beginning(ReadOnlySpan<byte> name)
    {
        Span<byte> beginning = stackalloc byte[sizeof(ulong)];
        beginning.Clear();
        name[..Math.Min(name.Length, sizeof(ulong))].CopyTo(beginning);
        return BinaryPrimitives.ReadUInt64BigEndian(beginning);
    }
}
