namespace WebhookTools.Core.Payloads;

/// <summary>What a JSON value is.</summary>
internal enum TapeNodeKind : byte
{
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}
