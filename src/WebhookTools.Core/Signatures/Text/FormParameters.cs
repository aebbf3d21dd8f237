using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>Parses forms (application/x-www-form-urlencoded) into bytes, since signed values need not be valid UTF-8.</summary>
internal static class FormParameters
{
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Whether a body is a form, by its content type if known, otherwise by its first character. An empty body is a form without parameters.</summary>
    public static bool IsForm(SignatureRequest request, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return true;
        }

        return request.ContentType is { } type
            ? type.AsSpan().TrimStart().StartsWith(FormType, StringComparison.OrdinalIgnoreCase)
            : body.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[' or (byte)'"' or (byte)'<', ..];
    }

    public static List<(byte[] Name, byte[] Value)> Parse(ReadOnlySpan<byte> body)
    {
        var parameters = new List<(byte[] Name, byte[] Value)>();
        foreach (Range range in body.Split((byte)'&'))
        {
            ReadOnlySpan<byte> pair = body[range];
            if (!pair.IsEmpty)
            {
                int equals = pair.IndexOf((byte)'=');
                parameters.Add(equals < 0 ? (Decode(pair), []) : (Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
            }
        }

        return parameters;
    }

    /// <summary>
    /// Concatenates names and values, sorted by the bytes of the names. Of a repeated name, each distinct value is included
    /// once, sorted. The providers' libraries do the same.
    /// </summary>
    public static byte[] JoinSorted(ReadOnlySpan<byte> body)
    {
        byte[] decoded = new byte[body.Length];
        var parameters = new List<FormParameter>();
        int length = 0;
        foreach (Range range in body.Split((byte)'&'))
        {
            ReadOnlySpan<byte> pair = body[range];
            if (!pair.IsEmpty)
            {
                int equals = pair.IndexOf((byte)'=');
                int name = Decode(equals < 0 ? pair : pair[..equals], decoded.AsSpan(length));
                int value = equals < 0 ? 0 : Decode(pair[(equals + 1)..], decoded.AsSpan(length + name));
                parameters.Add(new FormParameter(decoded.AsMemory(length, name), decoded.AsMemory(length + name, value)));
                length += name + value;
            }
        }

        parameters.Sort(FormParameter.Compare);
        byte[] joined = new byte[length];
        int written = 0;
        for (int index = 0; index < parameters.Count; index++)
        {
            FormParameter parameter = parameters[index];
            if (index == 0 || FormParameter.Compare(parameters[index - 1], parameter) != 0)
            {
                parameter.Name.CopyTo(joined.AsMemory(written));
                parameter.Value.CopyTo(joined.AsMemory(written + parameter.Name.Length));
                written += parameter.Name.Length + parameter.Value.Length;
            }
        }

        return joined.AsSpan(0, written).ToArray();
    }

    /// <summary>Returns the value of the first parameter with the specified name as text, or null.</summary>
    public static string? Find(List<(byte[] Name, byte[] Value)> parameters, ReadOnlySpan<byte> name)
    {
        foreach ((byte[] candidate, byte[] value) in parameters)
        {
            if (name.SequenceEqual(candidate))
            {
                return Encoding.UTF8.GetString(value);
            }
        }

        return null;
    }

    private static byte[] Decode(ReadOnlySpan<byte> encoded)
    {
        byte[] decoded = new byte[encoded.Length];
        return decoded[..Decode(encoded, decoded)];
    }

    /// <returns>The number of bytes written, at most that of the encoded bytes.</returns>
    private static int Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded)
    {
        int length = 0;
        for (int index = 0; index < encoded.Length; index++)
        {
            byte value = encoded[index];
            if (value == '%' && index + 2 < encoded.Length && Convert.FromHexString(encoded.Slice(index + 1, 2), decoded.Slice(length, 1), out _, out _) == System.Buffers.OperationStatus.Done)
            {
                index += 2;
                length++;
            }
            else
            {
                decoded[length++] = value == '+' ? (byte)' ' : value;
            }
        }

        return length;
    }
}

/// <summary>A decoded form parameter.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FormParameter(ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> value)
{
    /// <summary>The first bytes of the name as a number, which decides most comparisons.</summary>
    private readonly ulong _beginning = Beginning(name.Span);

    public ReadOnlyMemory<byte> Name { get; } = name;

    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>Compares the bytes of the names, then those of the values.</summary>
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
