namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>The changes to make when JSON is rewritten. Everything else is copied byte for byte.</summary>
internal sealed record JsonRewriteOptions
{
    /// <summary>The white space between tokens. Null keeps that of the source.</summary>
    public JsonLayout? Layout { get; init; }

    public JsonTextStyle Text { get; init; } = JsonTextStyle.Keep;

    /// <summary>Whether the members of each object are sorted by the code points of their names.</summary>
    public bool SortsNames { get; init; }

    public JsonNumbers Numbers { get; init; }

    /// <summary>
    /// Whether line feeds that were stripped from indented JSON are restored. The items of a container were on
    /// separate lines if white space, the indentation, follows the opening bracket. Requires that
    /// <see cref="Layout"/> is null.
    /// </summary>
    public bool RestoresLines { get; init; }
}

/// <summary>How JSON numbers are written.</summary>
internal enum JsonNumbers
{
    /// <summary>As in the source.</summary>
    Keep,

    /// <summary>As JavaScript writes them: <c>1.0</c> as <c>1</c>, <c>1e3</c> as <c>1000</c>.</summary>
    JavaScript,

    /// <summary>As Python writes them: <c>1.50</c> as <c>1.5</c>, <c>1e3</c> as <c>1000.0</c>.</summary>
    Python,
}
