using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures.Shapes;

namespace WebhookTools.Core.Signatures.Json;

/// <summary>
/// The 20 serialisations of a JSON object that Pelorus tries: five pairs of separators, each as it is
/// or with spaces inside the outer braces, and each of these without and with a final newline.
/// </summary>
internal static class PythonJson
{
    private static readonly (string Item, string Key)[] Separators = [(", ", ": "), (",", ":"), (", ", ":"), (",", " :"), (", ", " :")];

    /// <summary>Makes the serialisations one after the other; none if the text is no JSON object.</summary>
    public static IEnumerable<ContentCandidate> GetSerialisations(ReadOnlyMemory<byte> json)
    {
        byte[]? pattern = PythonJsonPattern.TryCreate(json.Span);
        if (pattern is null)
        {
            yield break;
        }

        foreach ((string item, string key) in Separators)
        {
            byte[] text = Fill(pattern, item, key);
            string description = $"the body's JSON serialised anew with '{item}' and '{key}'";
            WebhookBody whole = WebhookBody.FromBytes(text);
            yield return new(new() { Body = whole }, description);
            yield return new(ContentText.Around(string.Empty, whole, "\n"), description + " and a final newline");

            WebhookBody inner = WebhookBody.FromBytes(text.AsMemory(1..^1));
            yield return new(ContentText.Around("{ ", inner, " }"), description + " and spaces inside the braces");
            yield return new(ContentText.Around("{ ", inner, " }\n"), description + ", spaces inside the braces and a final newline");
        }
    }

    private static byte[] Fill(ReadOnlySpan<byte> pattern, string item, string key)
    {
        int items = pattern.Count(PythonJsonPattern.ItemMark);
        int keys = pattern.Count(PythonJsonPattern.KeyMark);
        byte[] text = new byte[pattern.Length + (items * (item.Length - 1)) + (keys * (key.Length - 1))];
        int length = 0;
        foreach (byte value in pattern)
        {
            if (value is PythonJsonPattern.ItemMark or PythonJsonPattern.KeyMark)
            {
                foreach (char separator in value == PythonJsonPattern.ItemMark ? item : key)
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
