using Org.BouncyCastle.Math.EC.Rfc8032;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>Ed25519 by Bouncy Castle. Its assembly is loaded when one of these methods first runs, and not before.</summary>
internal sealed class BouncyCastleEd25519 : IEd25519
{
    public byte[] GetPublicKey(byte[] seed)
    {
        byte[] publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    public byte[] Sign(byte[] seed, byte[] message)
    {
        byte[] signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(seed, 0, message, 0, message.Length, signature, 0);
        return signature;
    }

    public bool Verify(byte[] publicKey, byte[] message, byte[] signature) =>
        Ed25519.Verify(signature, 0, publicKey, 0, message, 0, message.Length);

    public IEd25519Probe CreateProbe(byte[] publicKey, byte[] signature) => new EdwardsProbe(publicKey, signature);
}
