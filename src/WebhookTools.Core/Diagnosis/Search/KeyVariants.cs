using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Secrets;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>The keys that the secrets yield unchanged, with one rule and with two rules applied.</summary>
internal sealed class KeyVariants
{
    private readonly IReadOnlyList<WebhookSecret> _secrets;
    private readonly SecretFormat _format;
    private readonly List<KeyVariant> _known = [];

    public KeyVariants(IReadOnlyList<WebhookSecret> secrets, SecretFormat format)
    {
        _secrets = secrets;
        _format = format;
        Base = Collect(static secret => [new Change(secret, [])]);
        Singles = Collect(static secret => SecretRules.All.Select(rule => new Change(secret, [rule])));
        Pairs = Collect(static secret =>
            from first in SecretRules.All
            where first.ChangeText is not null
            from second in SecretRules.All
            where !ReferenceEquals(first, second)
            orderby first.Rank + second.Rank
            select new Change(secret, [first, second]));
    }

    /// <summary>The keys of the unchanged secrets, without unusable ones.</summary>
    public IReadOnlyList<KeyVariant> Base { get; }

    public IReadOnlyList<KeyVariant> Singles { get; }

    public IReadOnlyList<KeyVariant> Pairs { get; }

    /// <summary>Derives a key. Returns null if a rule does not apply to the secret or the format rejects the result.</summary>
    public static byte[]? Derive(WebhookSecret secret, SecretFormat format, IReadOnlyList<SecretRule> rules)
    {
        string text = secret.Reveal();
        foreach (SecretRule rule in rules)
        {
            if (rule.DeriveKey is not null)
            {
                return rule.DeriveKey(text);
            }

            if (rule.ChangeText!(text) is not { Length: > 0 } changed)
            {
                return null;
            }

            text = changed;
        }

        try
        {
            return text.Length == 0 ? null : format.ReadKey(WebhookSecret.FromText(text));
        }
        catch (SignatureException)
        {
            // Not in the scheme's format, so there is no key to try.
            return null;
        }
    }

    private List<KeyVariant> Collect(Func<int, IEnumerable<Change>> getChanges)
    {
        var variants = new List<KeyVariant>();
        for (int secret = 0; secret < _secrets.Count; secret++)
        {
            foreach (Change change in getChanges(secret))
            {
                if (Derive(_secrets[secret], _format, change.Rules) is not { } key || _known.Exists(known => known.Key.AsSpan().SequenceEqual(key)))
                {
                    continue;
                }

                var variant = new KeyVariant(secret, key, change.Rules);
                _known.Add(variant);
                variants.Add(variant);
            }
        }

        return variants;
    }

    private sealed record Change(int Secret, IReadOnlyList<SecretRule> Rules);
}

/// <summary>A key that the sender may have used.</summary>
/// <param name="SecretIndex">The zero-based index of the secret.</param>
/// <param name="Key">The key.</param>
/// <param name="Rules">The rules applied to the secret.</param>
internal sealed record KeyVariant(int SecretIndex, byte[] Key, IReadOnlyList<SecretRule> Rules);
