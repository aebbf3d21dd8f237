using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A change of the body: the signature was made over the changed one.</summary>
internal sealed record BodyRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Body;

    /// <summary>When it is made, of two.</summary>
    public required BodyStage Stage { get; init; }

    /// <summary>Makes the change; null where it cannot be made.</summary>
    public required Func<BodyContent, byte[]?> Apply { get; init; }
}

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

/// <summary>A body that rules change, read as JSON at most once.</summary>
internal sealed class BodyContent(ReadOnlyMemory<byte> bytes)
{
    private JsonRewriter? _json;
    private bool _isJsonRead;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => Bytes.Span;

    /// <summary>The body as JSON, or null if it is none.</summary>
    public JsonRewriter? Json
    {
        get
        {
            if (!_isJsonRead)
            {
                _isJsonRead = true;
                _json = JsonRewriter.TryRead(Bytes);
            }

            return _json;
        }
    }

    /// <summary>The JSON in another form; null if the body is none, or has that form but for white space around it, which is a matter of its own.</summary>
    public byte[]? Rewrite(JsonRewriteOptions options) =>
        Json?.Write(options) is { } written && !written.AsSpan().SequenceEqual(Span.Trim(" \t\r\n"u8)) ? written : null;
}
