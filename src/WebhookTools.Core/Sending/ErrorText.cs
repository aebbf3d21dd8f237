using System.Globalization;
using System.Net;

namespace WebhookTools.Core.Sending;

/// <summary>Formats values for error messages.</summary>
internal static class ErrorText
{
    /// <summary>Formats a status as <c>503 Service Unavailable</c>, with the standard reason phrase rather than the receiver's.</summary>
    public static string Status(int status)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        return string.IsNullOrEmpty(response.ReasonPhrase)
            ? status.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{status} {response.ReasonPhrase}");
    }

    /// <summary>Formats a duration in seconds, or in a larger unit if that is easier to read.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes"),
        { TotalHours: < 72 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
    };

    /// <summary>Names a character, or gives its code point: most invalid characters are invisible.</summary>
    public static string Character(char character) => character switch
    {
        '\r' => "a carriage return",
        '\n' => "a line feed",
        ' ' => "a space",
        '\t' => "a tab",
        _ => string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)character:X4}"),
    };
}
