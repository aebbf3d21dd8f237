using System.Globalization;
using System.Net;

namespace WebhookTools.Core.Sending;

/// <summary>Formats values for error messages.</summary>
internal static class ErrorText
{
    /// <summary>An address, never with the user information in it.</summary>
    public static string Address(Uri uri) => uri.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped);

    /// <summary><c>503 Service Unavailable</c>, in the standard's words and not in the receiver's.</summary>
    public static string Status(int status)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        return string.IsNullOrEmpty(response.ReasonPhrase)
            ? status.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{status} {response.ReasonPhrase}");
    }

    /// <summary>A length of time in seconds, or in a larger unit where that is easier to read.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes"),
        { TotalHours: < 72 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
    };

    /// <summary>A character by its name or its number, since those that are at fault are seldom seen.</summary>
    public static string Character(char character) => character switch
    {
        '\r' => "a carriage return",
        '\n' => "a line feed",
        ' ' => "a space",
        '\t' => "a tab",
        _ => string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)character:X4}"),
    };

    /// <summary>A text of the caller's with what cannot be seen replaced.</summary>
    public static string Printable(string text) =>
        string.Create(text.Length, text, static (shown, from) =>
        {
            for (int i = 0; i < shown.Length; i++)
            {
                shown[i] = char.IsControl(from[i]) ? '\uFFFD' : from[i];
            }
        });
}
