namespace WebhookTools.Core.Signatures.Templates;

/// <summary>Other content that a signature may have been made over.</summary>
/// <param name="Content">The content.</param>
/// <param name="Description">What is different about it, to follow "The signature matches".</param>
internal readonly record struct ContentCandidate(SignedContent Content, string Description);
