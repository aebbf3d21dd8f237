namespace WebhookTools.PowerShell.Output;

/// <summary>A private key that signs and the public key that verifies, each as their scheme writes it.</summary>
public sealed class KeyPair
{
    /// <summary>Creates a pair.</summary>
    internal KeyPair(string scheme, object privateKey, string publicKey)
    {
        Scheme = scheme;
        PrivateKey = privateKey;
        PublicKey = publicKey;
    }

    /// <summary>The scheme's name.</summary>
    public string Scheme { get; }

    /// <summary>The sender's: a string, or a SecureString where that was asked for. -Secret takes it, and the whole pair too.</summary>
    public object PrivateKey { get; }

    /// <summary>The receiver's. It is no secret.</summary>
    public string PublicKey { get; }

    /// <summary>The public key alone.</summary>
    public override string ToString() => $"{Scheme} {PublicKey}";
}
