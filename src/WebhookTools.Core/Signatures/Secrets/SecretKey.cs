namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>The key that a format read out of a secret.</summary>
internal sealed record SecretKey(SecretFormat Format, byte[] Bytes);
