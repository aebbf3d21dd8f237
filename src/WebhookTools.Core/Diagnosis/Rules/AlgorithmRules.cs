using System.Security.Cryptography;
using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>The algorithms that give a signature of the received length, but for the scheme's own.</summary>
internal static class AlgorithmRules
{
    private static readonly (HashAlgorithmName Hash, HmacAlgorithm Hmac)[] Hashes =
    [
        (HashAlgorithmName.SHA256, HmacAlgorithm.Sha256),
        (HashAlgorithmName.SHA1, HmacAlgorithm.Sha1),
        (HashAlgorithmName.SHA512, HmacAlgorithm.Sha512),
        (HashAlgorithmName.SHA384, HmacAlgorithm.Sha384),
    ];

    /// <summary>Makes the rules.</summary>
    /// <param name="own">The scheme's own algorithm.</param>
    /// <param name="lengths">The lengths of the received signatures, in bytes.</param>
    public static IReadOnlyList<AlgorithmRule> Create(SignatureAlgorithm own, IReadOnlySet<int> lengths) =>
    [
        .. Hashes.Where(pair => lengths.Contains(pair.Hmac.SignatureLength)).SelectMany(pair => Create(own, pair.Hash, pair.Hmac)).OrderBy(rule => rule.Rank),
    ];

    private static IEnumerable<AlgorithmRule> Create(SignatureAlgorithm own, HashAlgorithmName hash, HmacAlgorithm hmac)
    {
        string name = hash.Name!;
        int length = hmac.SignatureLength;
        if (!ReferenceEquals(own, hmac))
        {
            yield return new AlgorithmRule
            {
                Id = $"algorithm.hmac-{Hyphenate(name)}",
                Rank = 3,
                Side = FixSide.Configuration,
                Change = $"{hmac.Name} for {own.Name}",
                Cause = $"The sender signs with {hmac.Name}; this scheme signs with {own.Name}.",
                Fix = $"Let the sender use {own.Name}, or verify with a scheme that uses {hmac.Name}: the general scheme Hmac takes any.",
                Algorithm = hmac,
            };
        }

        yield return new AlgorithmRule
        {
            Id = "algorithm.plain-hash",
            Rank = 15,
            Side = FixSide.Sender,
            Change = $"the {name} of the content alone, without any secret",
            Cause = $"The signature is the {name} of the content alone. The secret has no part in it, so anyone can make it: it protects nothing.",
            Fix = $"Let the sender make an HMAC with the secret as its key, {own.Name}.",
            Algorithm = new PlainHashAlgorithm(hash, length),
        };
        foreach (SecretPosition position in new[] { SecretPosition.Before, SecretPosition.After })
        {
            var digest = SecretDigestAlgorithm.Of(hash, length, position);
            if (own is SecretDigestAlgorithm { Position: var ownPosition } && ownPosition == position && own.SignatureLength == length)
            {
                continue;
            }

            string where = position == SecretPosition.Before ? "before" : "behind";
            yield return new AlgorithmRule
            {
                Id = $"algorithm.secret-{where}-content",
                Rank = position == SecretPosition.Before ? 22 : 23,
                Side = FixSide.Sender,
                Change = $"the plain {name} with the secret {where} the content",
                Cause = $"The signature is a plain {name} of the content with the secret {where} it, and no HMAC.",
                Fix = $"Let the sender make an HMAC with the secret as its key, {own.Name}: joining the two and hashing them is not the same, and can be forged.",
                Algorithm = digest,
            };
        }

        yield return new AlgorithmRule
        {
            Id = "algorithm.key-and-content-swapped",
            Rank = 21,
            Side = FixSide.Sender,
            Change = $"{hmac.Name} with the content as the key",
            Cause = $"The sender's {hmac.Name} has its two inputs swapped: the content is the key, and the secret is what is signed.",
            Fix = "Mind the order of the arguments in the sender's call: the secret is the key.",
            Algorithm = new SwappedHmacAlgorithm(hash, length),
        };
    }

    private static string Hyphenate(string name) => name.Replace("SHA", "sha-", StringComparison.Ordinal);
}

/// <summary>Another algorithm.</summary>
internal sealed record AlgorithmRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Algorithm;

    /// <summary>The algorithm.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }
}
