using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A rule that transforms the body: the sender may have signed the transformed bytes.</summary>
internal sealed record BodyRule : DiagnosisRule
{
    public override DiagnosisCategory Category => DiagnosisCategory.Body;

    /// <summary>The position of this transformation when two are combined.</summary>
    public required BodyStage Stage { get; init; }

    /// <summary>Returns the transformed body, or null if the rule does not apply.</summary>
    public required Func<BodyContent, byte[]?> Apply { get; init; }
}

/// <summary>
/// The order in which two body transformations are applied. Transformations of the same stage exclude each other.
/// The order mirrors what programs do: parse, serialize, terminate the line, encode.
/// </summary>
internal enum BodyStage
{
    /// <summary>Substitutes the sender's body.</summary>
    Expected,

    /// <summary>Extracts the body from a wrapper.</summary>
    Unwrap,

    /// <summary>Reorders JSON members.</summary>
    JsonNames,

    /// <summary>Changes escape sequences in JSON strings.</summary>
    JsonText,

    /// <summary>Reformats JSON numbers.</summary>
    JsonNumbers,

    /// <summary>Changes white space between JSON tokens, or applies the whole format of a serializer.</summary>
    JsonLayout,

    /// <summary>Changes line endings.</summary>
    Lines,

    /// <summary>Adds or removes leading and trailing white space.</summary>
    Ends,

    /// <summary>Wraps the body.</summary>
    Wrap,

    /// <summary>Changes the character encoding.</summary>
    Characters,

    /// <summary>Adds a byte-order mark.</summary>
    Mark,

    /// <summary>Replaces the whole body. Never combined with another body rule.</summary>
    Replace,
}

/// <summary>The input of a body rule. It is parsed as JSON at most once.</summary>
internal sealed class BodyContent(ReadOnlyMemory<byte> bytes)
{
    private JsonRewriter? _json;
    private bool _isJsonRead;
    private bool? _hasRepeatedNames;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public ReadOnlySpan<byte> Span => Bytes.Span;

    /// <summary>The body as JSON, or null if it is not JSON.</summary>
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

    /// <summary>Whether the JSON has repeated names. Then what a serializer writes is not equivalent to it.</summary>
    public bool HasRepeatedNames => _hasRepeatedNames ??= Json?.HasRepeatedNames() == true;

    /// <summary>Rewrites the JSON. Returns null if the body is not JSON, or differs from the result only in surrounding white space, which has its own rules.</summary>
    public byte[]? Rewrite(JsonRewriteOptions options) =>
        Json?.Write(options) is { } written && !written.AsSpan().SequenceEqual(Span.Trim(" \t\r\n"u8)) ? written : null;
}
