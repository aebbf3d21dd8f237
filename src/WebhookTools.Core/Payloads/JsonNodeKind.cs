namespace WebhookTools.Core.Payloads;

/// <summary>What a JSON value is.</summary>
internal enum JsonNodeKind : byte
{
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}
