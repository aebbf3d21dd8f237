using System.Globalization;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Payloads.Numbers;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// The text that Python's <c>str()</c> returns for a JSON value, which gcm's exporter writes for the name of an object: a string remains the same, null
/// becomes None, 1.50 becomes 1.5, and an object or array becomes its literal, such as <c>{'a': [1, None]}</c>.
/// </summary>
internal static class PythonText
{
    public static void AppendSegment(JsonTree tree, int value, ByteBuffer key)
    {
        if (tree[value].Kind == JsonValueKind.String)
        {
            key.Append(tree.GetText(value));
            return;
        }

        var text = new StringBuilder();
        AppendLiteral(tree, value, text);

        // Consists of complete characters, so it always has a UTF-8 form.
        JsonText.TryAppend(text.ToString(), key);
    }

    private static void AppendLiteral(JsonTree tree, int value, StringBuilder text)
    {
        switch (tree[value].Kind)
        {
            case JsonValueKind.Null:
                text.Append("None");
                break;
            case JsonValueKind.True:
                text.Append("True");
                break;
            case JsonValueKind.False:
                text.Append("False");
                break;
            case JsonValueKind.Number:
                text.Append(Number(Encoding.ASCII.GetString(tree.GetText(value))));
                break;
            case JsonValueKind.String:
                AppendQuoted(JsonText.Decode(tree.GetText(value)), text);
                break;
            case JsonValueKind.Array:
                AppendList(tree, value, text);
                break;
            default:
                AppendDictionary(tree, value, text);
                break;
        }
    }

    private static void AppendList(JsonTree tree, int value, StringBuilder text)
    {
        text.Append('[');
        string separator = string.Empty;
        foreach (JsonTree.Child item in tree.GetChildren(value))
        {
            text.Append(separator);
            AppendLiteral(tree, item.Value, text);
            separator = ", ";
        }

        text.Append(']');
    }

    private static void AppendDictionary(JsonTree tree, int value, StringBuilder text)
    {
        text.Append('{');
        string separator = string.Empty;
        foreach (JsonTree.Child member in tree.GetChildren(value))
        {
            text.Append(separator);
            AppendQuoted(JsonText.Decode(tree.GetName(member.Member)), text);
            text.Append(": ");
            AppendLiteral(tree, member.Value, text);
            separator = ", ";
        }

        text.Append('}');
    }

    private static void AppendQuoted(string value, StringBuilder text)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\')
            {
                text.Append('\\').Append((char)rune.Value);
            }
            else if (rune.Value is '\t' or '\n' or '\r')
            {
                text.Append(rune.Value switch { '\t' => "\\t", '\n' => "\\n", _ => "\\r" });
            }
            else if (IsPrintable(rune))
            {
                text.Append(rune);
            }
            else
            {
                string format = rune.Value switch { < 0x100 => "\\x{0:x2}", < 0x10000 => "\\u{0:x4}", _ => "\\U{0:x8}" };
                text.AppendFormat(CultureInfo.InvariantCulture, format, rune.Value);
            }
        }

        text.Append(quote);
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' '
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>An integer keeps its digits. Any other number is a double, written with the fewest digits that read back as the same number.</summary>
    private static string Number(string json)
    {
        if (json.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return string.Equals(json, "-0", StringComparison.Ordinal) ? "0" : json;
        }

        double value = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);

        // str() writes infinity differently from json.dumps.
        return double.IsInfinity(value) ? value > 0 ? "inf" : "-inf" : PythonFloat.Format(value);
    }
}
