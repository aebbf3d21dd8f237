using System.Text.Unicode;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>
/// The 20 serializations of a JSON object that Pelorus tries: five pairs of separators, each with and without spaces inside the
/// outer braces, and each of these with and without a final newline. JSON with repeated names has none: Python signs only the last
/// of their values, and a receiver might read another one, which was not signed.
/// </summary>
internal static class PythonJson
{
    /// <summary>The placeholder for the separator between two items. Python writes only printable ASCII, so its output cannot contain it.</summary>
    private const byte ItemPlaceholder = 1;

    /// <summary>The placeholder for the separator between a name and its value.</summary>
    private const byte NamePlaceholder = 2;

    /// <summary><c>json.dumps(json.loads(text))</c> with placeholders for the separators, so that the JSON is written only once.</summary>
    private static readonly JsonRewriteOptions TemplateOptions = JsonDialects.Python with { Layout = new JsonLayout(((char)ItemPlaceholder).ToString(), ((char)NamePlaceholder).ToString()) };

    private static readonly (string Item, string Key)[] Separators = [(", ", ": "), (",", ":"), (", ", ":"), (",", " :"), (", ", " :")];

    /// <summary>Returns the serializations. Empty if the text is not a JSON object, or has repeated names.</summary>
    public static IEnumerable<JsonSerialization> GetSerializations(ReadOnlyMemory<byte> json)
    {
        byte[]? template = TryWriteTemplate(json);
        if (template is null)
        {
            yield break;
        }

        foreach ((string item, string key) in Separators)
        {
            byte[] text = Fill(template, item, key);
            string description = $"the body's JSON reserialized with '{item}' and '{key}'";
            WebhookBody whole = WebhookBody.FromBytes(text);
            yield return new(string.Empty, whole, string.Empty, description);
            yield return new(string.Empty, whole, "\n", description + " and a final newline");

            WebhookBody inner = WebhookBody.FromBytes(text.AsMemory(1..^1));
            yield return new("{ ", inner, " }", description + " and spaces inside the braces");
            yield return new("{ ", inner, " }\n", description + ", spaces inside the braces and a final newline");
        }
    }

    private static byte[]? TryWriteTemplate(ReadOnlyMemory<byte> json)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (json.Span.StartsWith(byteOrderMark))
        {
            json = json[byteOrderMark.Length..];
        }

        return Utf8.IsValid(json.Span) && JsonRewriter.TryRead(json) is { IsObject: true } rewriter && !rewriter.HasRepeatedNames() ? rewriter.Write(TemplateOptions) : null;
    }

    private static byte[] Fill(ReadOnlySpan<byte> template, string item, string key)
    {
        int items = template.Count(ItemPlaceholder);
        int keys = template.Count(NamePlaceholder);
        byte[] text = new byte[template.Length + (items * (item.Length - 1)) + (keys * (key.Length - 1))];
        int length = 0;
        foreach (byte value in template)
        {
            if (value is ItemPlaceholder or NamePlaceholder)
            {
                foreach (char separator in value == ItemPlaceholder ? item : key)
                {
                    text[length++] = (byte)separator;
                }
            }
            else
            {
                text[length++] = value;
            }
        }

        return text;
    }
}

/// <summary>One serialization. The text before and after the body is separate, so that several serializations share the body.</summary>
internal sealed record JsonSerialization(string Before, WebhookBody Body, string After, string Description);
