using System.Text;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>The parameters of a form (application/x-www-form-urlencoded) as bytes: what was signed need not be good UTF-8.</summary>
internal static class FormParameters
{
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Whether a body is a form: by its content type, and without one by what it looks like. An empty one is a form without parameters.</summary>
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

    /// <summary>Reads the parameters in their order.</summary>
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
    /// Names and values, one after the other, in the order of the names' bytes; of a name that comes
    /// several times each value once, in order. So do the libraries of those who sign forms.
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

    /// <summary>The value of the first parameter of that name, as text, or null.</summary>
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

    /// <returns>How many bytes were written: at most as many as there are encoded.</returns>
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
