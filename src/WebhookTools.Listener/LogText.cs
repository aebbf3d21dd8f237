using System.Buffers;

namespace WebhookTools.Listener;

/// <summary>Makes text from requests fit for one line of a log.</summary>
internal static class LogText
{
    private const int MaximumLength = 200;
    private const int MaximumLongLength = 2000;

    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl), '\u2028', '\u2029']);

    public static string Clean(string text) => Clean(text, MaximumLength);

    /// <summary>Does the same for our own sentences that quote a request, with a higher maximum length.</summary>
    public static string CleanLong(string text) => Clean(text, MaximumLongLength);

    private static string Clean(string text, int maximumLength)
    {
        if (text.Length > maximumLength)
        {
            text = text[..maximumLength] + "…";
        }

        return text.AsSpan().ContainsAny(Controls)
            ? string.Create(text.Length, text, static (line, source) =>
            {
                for (int index = 0; index < line.Length; index++)
                {
                    line[index] = Controls.Contains(source[index]) ? '\uFFFD' : source[index];
                }
            })
            : text;
    }
}
