namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>Looks for the message that one signature is of, by one public key. Safe for one thread at a time.</summary>
internal interface IEd25519Probe
{
    /// <summary>Whether the signature may be of a message; false: it is not.</summary>
    /// <param name="digest">The SHA-512, 64 bytes, of the signature's first 32 bytes, the public key and the message (RFC 8032, 5.1.7).</param>
    bool Fits(ReadOnlySpan<byte> digest);
}
