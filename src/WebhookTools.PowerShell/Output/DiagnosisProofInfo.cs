using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>The inputs that reproduce the received signature.</summary>
public sealed class DiagnosisProofInfo
{
    private readonly DiagnosisProof _proof;

    internal DiagnosisProofInfo(DiagnosisProof proof)
    {
        _proof = proof;
        SignedContent = SignedContentInfo.From(proof.SignedContent)!;
    }

    /// <summary>The verification that these inputs passed.</summary>
    public string Check => _proof.Check;

    /// <summary>The name of the algorithm.</summary>
    public string Algorithm => _proof.Algorithm;

    /// <summary>How the key was derived from the secret. It reveals neither of them.</summary>
    public string Key => _proof.Key;

    /// <summary>The zero-based index of the secret.</summary>
    public int SecretIndex => _proof.SecretIndex;

    /// <summary>The signed content.</summary>
    public SignedContentInfo SignedContent { get; }

    /// <summary>The signature as written in the header.</summary>
    public string Signature => _proof.Signature;

    /// <inheritdoc/>
    public override string ToString() => Check;

    /// <summary>Returns the bytes of the signed body.</summary>
    public byte[] GetBody() => _proof.Body.ReadAll().ToArray();
}
