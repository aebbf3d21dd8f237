namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>What is changed when JSON is written again. What is not named stays byte for byte.</summary>
internal sealed record JsonRewriteOptions
{
    /// <summary>The white space between tokens, or null to keep that of the source.</summary>
    public JsonLayout? Layout { get; init; }

    /// <summary>How characters are written.</summary>
    public JsonTextStyle Text { get; init; } = JsonTextStyle.Keep;

    /// <summary>Whether the members of each object are put in the order of their names, by code point.</summary>
    public bool SortsNames { get; init; }

    /// <summary>How numbers are written.</summary>
    public JsonNumbers Numbers { get; init; }

    /// <summary>
    /// Whether of members with the same name the last value stays, in the place of the first, as in the
    /// dictionaries of most languages. Only where the layout is not kept.
    /// </summary>
    public bool DropsDuplicates { get; init; }

    /// <summary>
    /// Whether line feeds are put back that were stripped out of a text with indented lines. A container
    /// had lines of its own where white space, the indentation, still stands behind its opening bracket.
    /// Only where the layout is kept.
    /// </summary>
    public bool RestoresLines { get; init; }
}
