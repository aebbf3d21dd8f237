namespace WebhookTools.Core.Signatures.Templates;

/// <summary>What signed content is made of.</summary>
/// <param name="Request">The webhook.</param>
/// <param name="Options">What the caller said about the scheme.</param>
/// <param name="Id">The message id, or null where the scheme has none.</param>
/// <param name="Timestamp">The signed time as the header writes it, or null where the scheme has none.</param>
internal readonly record struct SignatureInput(SignatureRequest Request, SignatureOptions Options, string? Id, string? Timestamp);
