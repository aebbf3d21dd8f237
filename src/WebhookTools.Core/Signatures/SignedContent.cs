using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures;

/// <summary>The bytes that a signature covers, without copying the body: prefix, body, suffix.</summary>
public sealed record SignedContent
{
    /// <summary>What stands before the body.</summary>
    public ReadOnlyMemory<byte> Prefix { get; init; }

    /// <summary>The body, or null where the scheme does not cover it.</summary>
    public WebhookBody? Body { get; init; }

    /// <summary>What stands after the body.</summary>
    public ReadOnlyMemory<byte> Suffix { get; init; }

    /// <summary>The number of bytes.</summary>
    public long Length => Prefix.Length + (Body?.Length ?? 0) + Suffix.Length;
}
