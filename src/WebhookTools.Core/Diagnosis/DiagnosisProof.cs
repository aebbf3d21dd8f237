using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>The inputs that give the received signature. They were put together a second time and the signature made anew from them.</summary>
public sealed record DiagnosisProof
{
    /// <summary>How it was made anew, as <c>HMAC-SHA256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The signed content.</summary>
    public required SignedContentPreview SignedContent { get; init; }

    /// <summary>The bytes of the signed content, for who wants to make the signature again. Where the secret is a part of what was hashed, it is not in them.</summary>
    public required SignedContent Content { get; init; }

    /// <summary>The body that was signed.</summary>
    public required WebhookBody Body { get; init; }

    /// <summary>How the key was made out of the secret, without showing either.</summary>
    public required string Key { get; init; }

    /// <summary>Which of the given secrets it was, from 0.</summary>
    public required int SecretIndex { get; init; }

    /// <summary>The signature that these inputs give, written as the received one is.</summary>
    public required string Signature { get; init; }

    /// <summary>The signature's bytes; none where the header carries the secret itself.</summary>
    public required ReadOnlyMemory<byte> SignatureBytes { get; init; }

    /// <summary>What was done with them to prove it: the verification that they pass.</summary>
    public required string Check { get; init; }
}
