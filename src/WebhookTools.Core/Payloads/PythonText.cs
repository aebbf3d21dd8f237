using System.Globalization;
using System.Text;
using WebhookTools.Core.Payloads.Numbers;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// What Python's <c>str()</c> makes of a JSON value, which is what gcm's exporter writes for an object's name: a string is itself, null is None,
/// 1.50 is 1.5, and an object or array is its literal, as <c>{'a': [1, None]}</c>.
/// </summary>
internal static class PythonText
{
    /// <summary>Appends the text of a value to a key, in canonical form.</summary>
    public static void AppendSegment(in JsonView view, int index, ByteBuffer key)
    {
        ref readonly TapeNode node = ref view[index];
        if (node.Kind == TapeNodeKind.String)
        {
            key.Append(view.StringContent(in node));
            return;
        }

        var text = new StringBuilder();
        AppendLiteral(view, index, text);

        // Made of whole characters, so it always has a UTF-8 form.
        JsonText.TryAppend(text.ToString(), key);
    }

    private static void AppendLiteral(in JsonView view, int index, StringBuilder text)
    {
        ref readonly TapeNode node = ref view[index];
        switch (node.Kind)
        {
            case TapeNodeKind.Null:
                text.Append("None");
                break;
            case TapeNodeKind.True:
                text.Append("True");
                break;
            case TapeNodeKind.False:
                text.Append("False");
                break;
            case TapeNodeKind.Number:
                text.Append(Number(Encoding.ASCII.GetString(view.Text(in node))));
                break;
            case TapeNodeKind.String:
                AppendQuoted(JsonText.Decode(view.StringContent(in node)), text);
                break;
            case TapeNodeKind.Array:
                AppendList(view, index, text);
                break;
            default:
                AppendDictionary(view, index, text);
                break;
        }
    }

    private static void AppendList(in JsonView view, int index, StringBuilder text)
    {
        text.Append('[');
        string separator = string.Empty;
        for (int item = index + 1; item < view[index].End; item = view.Next(item))
        {
            text.Append(separator);
            AppendLiteral(view, item, text);
            separator = ", ";
        }

        text.Append(']');
    }

    private static void AppendDictionary(in JsonView view, int index, StringBuilder text)
    {
        text.Append('{');
        string separator = string.Empty;
        for (int member = index + 1; member < view[index].End; member = view.Next(member))
        {
            if (view[member].IsMoved)
            {
                continue;
            }

            text.Append(separator);
            AppendQuoted(JsonText.Decode(view.Name(in view[member])), text);
            text.Append(": ");
            AppendLiteral(view, view.Effective(member), text);
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

    /// <summary>An integer keeps its digits; any other number is a double, shown by the fewest digits that read back as the same.</summary>
    private static string Number(string json)
    {
        if (json.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return string.Equals(json, "-0", StringComparison.Ordinal) ? "0" : json;
        }

        double value = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);

        // In text infinity is called otherwise than in JSON.
        return double.IsInfinity(value) ? value > 0 ? "inf" : "-inf" : PythonFloat.Format(value);
    }
}
