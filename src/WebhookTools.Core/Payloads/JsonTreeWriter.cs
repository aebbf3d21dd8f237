using System.Text.Json;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Writes values of a <see cref="JsonTree"/> without white space. Not a Utf8JsonWriter: every encoder of the framework escapes more
/// than JSON requires, among others every character beyond the Basic Multilingual Plane, and names cannot be written raw.
/// </summary>
internal static class JsonTreeWriter
{
    /// <summary>Writes a value. It recurses no deeper than the value is nested.</summary>
    /// <param name="omitNull">Whether null members are left out. Null items of arrays remain, since they hold a place.</param>
    public static void Write(JsonTree tree, int value, bool omitNull, ByteBuffer output)
    {
        switch (tree[value].Kind)
        {
            case JsonValueKind.Object:
                WriteObject(tree, value, omitNull, output);
                break;
            case JsonValueKind.Array:
                WriteArray(tree, value, omitNull, output);
                break;
            default:
                WriteScalar(tree, value, output);
                break;
        }
    }

    public static void WriteScalar(JsonTree tree, int value, ByteBuffer output)
    {
        switch (tree[value].Kind)
        {
            case JsonValueKind.String:
                output.Append((byte)'"');
                output.Append(tree.GetText(value));
                output.Append((byte)'"');
                break;
            case JsonValueKind.Number:
                output.Append(tree.GetText(value));
                break;
            case JsonValueKind.True:
                output.Append("true"u8);
                break;
            case JsonValueKind.False:
                output.Append("false"u8);
                break;
            default:
                output.Append("null"u8);
                break;
        }
    }

    /// <param name="name">The name in the form that <see cref="JsonText"/> describes.</param>
    public static void WriteName(ReadOnlySpan<byte> name, bool isFirst, ByteBuffer output)
    {
        if (!isFirst)
        {
            output.Append((byte)',');
        }

        output.Append((byte)'"');
        output.Append(name);
        output.Append("\":"u8);
    }

    private static void WriteObject(JsonTree tree, int value, bool omitNull, ByteBuffer output)
    {
        output.Append((byte)'{');
        bool isFirst = true;
        foreach (JsonTree.Child child in tree.GetChildren(value))
        {
            if (omitNull && tree[child.Value].Kind == JsonValueKind.Null)
            {
                continue;
            }

            WriteName(tree.GetName(child.Member), isFirst, output);
            isFirst = false;
            Write(tree, child.Value, omitNull, output);
        }

        output.Append((byte)'}');
    }

    private static void WriteArray(JsonTree tree, int value, bool omitNull, ByteBuffer output)
    {
        output.Append((byte)'[');
        bool isFirst = true;
        foreach (JsonTree.Child child in tree.GetChildren(value))
        {
            if (!isFirst)
            {
                output.Append((byte)',');
            }

            isFirst = false;
            Write(tree, child.Value, omitNull, output);
        }

        output.Append((byte)']');
    }
}
