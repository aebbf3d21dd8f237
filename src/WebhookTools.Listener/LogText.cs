using WebhookTools.Core;

namespace WebhookTools.Listener;

/// <summary>Makes text from requests fit for one line of a log.</summary>
internal static class LogText
{
    private const int MaximumLength = 200;
    private const int MaximumLongLength = 2000;

    public static string Clean(string text) => Clean(text, MaximumLength);

    /// <summary>Does the same for our own sentences that quote a request, with a higher maximum length.</summary>
    public static string CleanLong(string text) => Clean(text, MaximumLongLength);

    private static string Clean(string text, int maximumLength) =>
        DisplayText.Escape(text.Length > maximumLength ? text[..maximumLength] + "…" : text);
}
