namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>Where the secret stands in content that is hashed without HMAC.</summary>
internal enum SecretPosition
{
    /// <summary>Before all else.</summary>
    Before,

    /// <summary>After all else.</summary>
    After,
}
