namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>The default output of common JSON serializers for a text that they have parsed, if it has no repeated names, of which most keep only the last.</summary>
internal static class JsonDialects
{
    /// <summary><c>JSON.stringify</c>.</summary>
    public static JsonRewriteOptions JavaScript { get; } = new()
    {
        Layout = JsonLayout.Compact,
        Text = new JsonTextStyle { IsShortest = true },
        Numbers = JsonNumbers.JavaScript,
    };

    /// <summary><c>json.dumps</c>.</summary>
    public static JsonRewriteOptions Python { get; } = new()
    {
        Layout = JsonLayout.Spaced,
        Text = new JsonTextStyle { IsShortest = true, NonAscii = JsonEscaping.Escaped, EscapesDelete = true },
        Numbers = JsonNumbers.Python,
    };

    /// <summary><c>json_encode</c>.</summary>
    public static JsonRewriteOptions Php { get; } = new()
    {
        Layout = JsonLayout.Compact,
        Text = new JsonTextStyle { IsShortest = true, NonAscii = JsonEscaping.Escaped, Slash = JsonEscaping.Escaped },
        Numbers = JsonNumbers.JavaScript,
    };

    /// <summary><c>json.Marshal</c> of a map.</summary>
    public static JsonRewriteOptions Go { get; } = new()
    {
        Layout = JsonLayout.Compact,
        Text = new JsonTextStyle { IsShortest = true, Html = JsonEscaping.Escaped },
        Numbers = JsonNumbers.JavaScript,
        SortsNames = true,
    };

    /// <summary><c>System.Text.Json</c>.</summary>
    public static JsonRewriteOptions DotNet { get; } = new()
    {
        Layout = JsonLayout.Compact,
        Text = new JsonTextStyle { IsShortest = true, NonAscii = JsonEscaping.Escaped, Html = JsonEscaping.Escaped, EscapesQuotes = true, EscapesDelete = true, HasUpperCaseDigits = true },
    };
}
