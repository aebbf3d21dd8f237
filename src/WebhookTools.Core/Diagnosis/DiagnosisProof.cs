using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>The inputs that reproduce the received signature. They are rebuilt from the request and checked independently of the search.</summary>
public sealed record DiagnosisProof
{
    /// <summary>The name of the algorithm, such as <c>HMAC-SHA256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>A preview of the signed content.</summary>
    public required SignedContentPreview SignedContent { get; init; }

    /// <summary>The bytes of the signed content. It excludes the secret even if the secret was hashed with it.</summary>
    public required SignedContent Content { get; init; }

    /// <summary>The signed body.</summary>
    public required WebhookBody Body { get; init; }

    /// <summary>How the key was derived from the secret. It reveals neither of them.</summary>
    public required string Key { get; init; }

    /// <summary>The zero-based index of the secret among the given secrets.</summary>
    public required int SecretIndex { get; init; }

    /// <summary>The signature as written in the header. Masked if the header carries the secret itself.</summary>
    public required string Signature { get; init; }

    /// <summary>The bytes of the signature. Empty if the header carries the secret itself.</summary>
    public required ReadOnlyMemory<byte> SignatureBytes { get; init; }

    /// <summary>The verification that these inputs passed, as a sentence.</summary>
    public required string Check { get; init; }
}
