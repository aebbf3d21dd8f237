using WebhookTools.Core.Diagnosis.Rules;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>A key that may have been used.</summary>
/// <param name="SecretIndex">Which of the secrets it comes from.</param>
/// <param name="Key">The key.</param>
/// <param name="Rules">What was changed about the secret.</param>
internal sealed record KeyVariant(int SecretIndex, byte[] Key, IReadOnlyList<SecretRule> Rules);
