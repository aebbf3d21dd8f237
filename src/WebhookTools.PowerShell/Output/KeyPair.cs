namespace WebhookTools.PowerShell.Output;

/// <summary>A private key for signing and the public key for verifying, each in its scheme's format.</summary>
public sealed class KeyPair
{
    internal KeyPair(string scheme, object privateKey, string publicKey)
    {
        Scheme = scheme;
        PrivateKey = privateKey;
        PublicKey = publicKey;
    }

    /// <summary>The name of the scheme.</summary>
    public string Scheme { get; }

    /// <summary>The sender's key: a string, or a SecureString if one was requested. The -Secret parameters accept it, and also the whole pair.</summary>
    public object PrivateKey { get; }

    /// <summary>The receiver's key. It is not secret.</summary>
    public string PublicKey { get; }

    /// <summary>Returns the scheme and the public key, without the private key.</summary>
    public override string ToString() => $"{Scheme} {PublicKey}";
}
