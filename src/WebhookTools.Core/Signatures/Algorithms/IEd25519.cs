namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>Ed25519 (RFC 8032), which the framework's libraries do not have: one place to put a better library in.</summary>
internal interface IEd25519
{
    /// <summary>The public key, 32 bytes, of a seed of 32 bytes.</summary>
    byte[] GetPublicKey(byte[] seed);

    /// <summary>Signs a message: 64 bytes.</summary>
    byte[] Sign(byte[] seed, byte[] message);

    /// <summary>Whether a signature of 64 bytes over a message is right.</summary>
    bool Verify(byte[] publicKey, byte[] message, byte[] signature);

    /// <summary>Prepares to look for the message of one signature among many. What it finds is to be verified.</summary>
    IEd25519Probe CreateProbe(byte[] publicKey, byte[] signature);
}
