using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A body that rules change, read as JSON at most once.</summary>
internal sealed class BodySource(ReadOnlyMemory<byte> bytes)
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
