using System.Text.Unicode;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>
/// The 20 serialisations of a JSON object that Pelorus tries: five pairs of separators, each as it is
/// or with spaces inside the outer braces, and each of these without and with a final newline.
/// </summary>
internal static class PythonJson
{
    /// <summary>Stands where a separator between two items goes. No text that Python writes holds it: that is printable ASCII.</summary>
    private const byte ItemMark = 1;

    /// <summary>Stands where a separator between a name and its value goes.</summary>
    private const byte KeyMark = 2;

    /// <summary><c>json.dumps(json.loads(text))</c>, with a mark for each separator, so that one writing serves every choice of them.</summary>
    private static readonly JsonRewriteOptions Pattern = JsonDialects.Python with { Layout = new JsonLayout(((char)ItemMark).ToString(), ((char)KeyMark).ToString()) };

    private static readonly (string Item, string Key)[] Separators = [(", ", ": "), (",", ":"), (", ", ":"), (",", " :"), (", ", " :")];

    /// <summary>Makes the serialisations one after the other; none if the text is no JSON object.</summary>
    public static IEnumerable<JsonSerialization> GetSerialisations(ReadOnlyMemory<byte> json)
    {
        byte[]? pattern = TryWritePattern(json);
        if (pattern is null)
        {
            yield break;
        }

        foreach ((string item, string key) in Separators)
        {
            byte[] text = Fill(pattern, item, key);
            string description = $"the body's JSON serialised anew with '{item}' and '{key}'";
            WebhookBody whole = WebhookBody.FromBytes(text);
            yield return new(string.Empty, whole, string.Empty, description);
            yield return new(string.Empty, whole, "\n", description + " and a final newline");

            WebhookBody inner = WebhookBody.FromBytes(text.AsMemory(1..^1));
            yield return new("{ ", inner, " }", description + " and spaces inside the braces");
            yield return new("{ ", inner, " }\n", description + ", spaces inside the braces and a final newline");
        }
    }

    private static byte[]? TryWritePattern(ReadOnlyMemory<byte> json)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (json.Span.StartsWith(byteOrderMark))
        {
            json = json[byteOrderMark.Length..];
        }

        return Utf8.IsValid(json.Span) && JsonRewriter.TryRead(json) is { IsObject: true } rewriter ? rewriter.Write(Pattern) : null;
    }

    private static byte[] Fill(ReadOnlySpan<byte> pattern, string item, string key)
    {
        int items = pattern.Count(ItemMark);
        int keys = pattern.Count(KeyMark);
        byte[] text = new byte[pattern.Length + (items * (item.Length - 1)) + (keys * (key.Length - 1))];
        int length = 0;
        foreach (byte value in pattern)
        {
            if (value is ItemMark or KeyMark)
            {
                foreach (char separator in value == ItemMark ? item : key)
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

/// <summary>One serialization, with the text before and after the body apart, so that the body is not copied for each.</summary>
internal sealed record JsonSerialization(string Before, WebhookBody Body, string After, string Description);
