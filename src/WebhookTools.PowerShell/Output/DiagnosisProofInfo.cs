using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>The inputs that give the received signature.</summary>
public sealed class DiagnosisProofInfo
{
    private readonly DiagnosisProof _proof;

    internal DiagnosisProofInfo(DiagnosisProof proof)
    {
        _proof = proof;
        SignedContent = SignedContentInfo.From(proof.SignedContent)!;
    }

    /// <summary>What was done to prove it.</summary>
    public string Check => _proof.Check;

    /// <summary>The algorithm.</summary>
    public string Algorithm => _proof.Algorithm;

    /// <summary>How the key was made out of the secret, without showing either.</summary>
    public string Key => _proof.Key;

    /// <summary>Which of the secrets it was, from 0.</summary>
    public int SecretIndex => _proof.SecretIndex;

    /// <summary>The signed content.</summary>
    public SignedContentInfo SignedContent { get; }

    /// <summary>The signature that these inputs give.</summary>
    public string Signature => _proof.Signature;

    /// <inheritdoc/>
    public override string ToString() => Check;

    /// <summary>The very bytes of the body that was signed.</summary>
    public byte[] GetBody() => _proof.Body.ReadAll().ToArray();
}
