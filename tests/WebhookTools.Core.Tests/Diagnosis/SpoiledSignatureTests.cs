using System.Security.Cryptography;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Diagnosis;

public sealed class SpoiledSignatureTests
{
    private static readonly Dictionary<string, SpoiledSignature> Cases = SpoiledBodies.All
        .Concat(SpoiledSecrets.All).Concat(SpoiledHeaders.All).Concat(SpoiledConstructions.All).Concat(SpoiledPairs.All)
        .ToDictionary(spoiled => spoiled.ToString(), StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_spoiled_signature_yields_its_cause_and_a_valid_proof(string name)
    {
        SpoiledSignature spoiled = Cases[name];

        SignatureDiagnosis diagnosis = spoiled.Diagnose();

        Assert.Equal(spoiled.Causes.Order(StringComparer.Ordinal), diagnosis.Causes.Select(cause => cause.Id).Order(StringComparer.Ordinal));
        Assert.False(diagnosis.IsValid);
        Assert.All(diagnosis.Causes, cause => Assert.True(cause.Text.Length > 20 && cause.Fix.Length > 10));
        AssertProven(spoiled, diagnosis.Proof);
        AssertWithoutSecret(spoiled, diagnosis);
    }

    /// <summary>The proof must contain the sender's inputs, which are known here, and reproduce the sender's signature.</summary>
    private static void AssertProven(SpoiledSignature spoiled, DiagnosisProof? proof)
    {
        Assert.NotNull(proof);
        byte[] content = [.. proof.Content.Prefix.Span, .. proof.Content.Body is null ? [] : proof.Content.Body.ReadAll().Span, .. proof.Content.Suffix.Span];
        Assert.Equal(spoiled.SignedContent, content);
        byte[] recomputed = spoiled.Algorithm(spoiled.SenderKey, content);
        Assert.Equal(spoiled.Signature, recomputed);
        Assert.Equal(recomputed, proof.SignatureBytes.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), spoiled.Causes.Contains("algorithm.secret-before-content") || spoiled.Causes.Contains("algorithm.secret-behind-content")
            ? Convert.ToHexStringLower(SHA256.HashData(content))
            : proof.SignedContent.Sha256);
        Assert.Contains(proof.Signature, string.Join(' ', spoiled.ToHeaders().Values.Values), StringComparison.Ordinal);
    }

    private static void AssertWithoutSecret(SpoiledSignature spoiled, SignatureDiagnosis diagnosis)
    {
        string shown = string.Join('\n', diagnosis.ToString(), string.Join('\n', diagnosis.Causes), diagnosis.Proof?.ToString(), diagnosis.Proof?.SignedContent.ToString(), diagnosis.SignedContent?.ToString());
        Assert.DoesNotContain(spoiled.Secret.Trim('\'', '"', '\n', '\r'), shown, StringComparison.Ordinal);
    }
}
