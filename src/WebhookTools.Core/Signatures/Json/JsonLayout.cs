namespace WebhookTools.Core.Signatures.Json;

/// <summary>The white space between the tokens of a JSON text.</summary>
/// <param name="ItemSeparator">What stands between two items where they are on one line.</param>
/// <param name="NameSeparator">What stands between a name and its value.</param>
internal sealed record JsonLayout(string ItemSeparator, string NameSeparator)
{
    /// <summary>No white space: JavaScript, Go, PHP, .NET, <c>jq -c</c>.</summary>
    public static JsonLayout Compact { get; } = new(",", ":");

    /// <summary>A space behind each comma and colon: Python.</summary>
    public static JsonLayout Spaced { get; } = new(", ", ": ");

    /// <summary>What each level of nesting is indented by, or null where all is on one line.</summary>
    public string? Indent { get; init; }

    /// <summary>A line for each item.</summary>
    public static JsonLayout Indented(string indent) => new(",", ": ") { Indent = indent };
}
