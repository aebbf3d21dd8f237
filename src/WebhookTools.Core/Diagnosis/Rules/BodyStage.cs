namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>
/// In which order the changes of a pair are made to a body. Two of one stage exclude each other.
/// The order is that in which programs do it: parse, serialise, end the line, encode.
/// </summary>
internal enum BodyStage
{
    /// <summary>The sender's body for the one that came.</summary>
    Expected,

    /// <summary>Taking the body out of what it is wrapped in.</summary>
    Unwrap,

    /// <summary>The order of JSON members.</summary>
    JsonNames,

    /// <summary>Escape sequences in JSON text.</summary>
    JsonText,

    /// <summary>JSON numbers.</summary>
    JsonNumbers,

    /// <summary>White space between JSON tokens, or a whole serialiser's form.</summary>
    JsonLayout,

    /// <summary>Line ends.</summary>
    Lines,

    /// <summary>What stands at both ends.</summary>
    Ends,

    /// <summary>Wrapping the body in something else.</summary>
    Wrap,

    /// <summary>The character encoding.</summary>
    Characters,

    /// <summary>The byte-order mark.</summary>
    Mark,

    /// <summary>Another body altogether: goes with no other change of the body.</summary>
    Replace,
}
