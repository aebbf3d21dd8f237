using System.Security.Cryptography;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using SymmetricAlgorithm = WebhookTools.Core.Signatures.Algorithms.SymmetricAlgorithm;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>The algorithms that produce a signature of a received length, except the scheme's own.</summary>
internal static class AlgorithmRules
{
    private static readonly (HashAlgorithmName Hash, HmacAlgorithm Hmac)[] Hashes =
    [
        (HashAlgorithmName.SHA256, HmacAlgorithm.Sha256),
        (HashAlgorithmName.SHA1, HmacAlgorithm.Sha1),
        (HashAlgorithmName.SHA512, HmacAlgorithm.Sha512),
        (HashAlgorithmName.SHA384, HmacAlgorithm.Sha384),
    ];

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
                Change = $"{hmac.Name} instead of {own.Name}",
                Cause = $"The sender signed with {hmac.Name}, but this scheme uses {own.Name}.",
                Fix = $"Use {own.Name} at the sender, or verify with a scheme that uses {hmac.Name}. The Hmac scheme accepts either.",
                Algorithm = hmac,
            };
        }

        yield return new AlgorithmRule
        {
            Id = "algorithm.plain-hash",
            Rank = 15,
            Side = FixSide.Sender,
            Change = $"a plain {name} hash without a secret",
            Cause = $"The signature is a plain {name} hash of the content. It does not involve the secret, so anyone can forge it.",
            Fix = $"Compute {own.Name} at the sender, with the secret as the key.",
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
            string joined = position == SecretPosition.Before ? "prepended" : "appended";
            yield return new AlgorithmRule
            {
                Id = $"algorithm.secret-{where}-content",
                Rank = position == SecretPosition.Before ? 22 : 23,
                Side = FixSide.Sender,
                Change = $"a plain {name} hash of the content with the secret {joined}",
                Cause = $"The signature is a plain {name} hash of the content with the secret {joined}, not an HMAC.",
                Fix = $"Compute {own.Name} at the sender, with the secret as the key. Hashing the secret together with the content is not equivalent and can be forged.",
                Algorithm = digest,
            };
        }

        yield return new AlgorithmRule
        {
            Id = "algorithm.key-and-content-swapped",
            Rank = 21,
            Side = FixSide.Sender,
            Change = $"{hmac.Name} with key and content swapped",
            Cause = $"The sender swapped the two inputs of {hmac.Name}: the content is used as the key and the secret as the message.",
            Fix = "Fix the argument order in the sender's HMAC call: the secret is the key and the content is the message.",
            Algorithm = new SwappedHmacAlgorithm(hash, length),
        };
    }

    private static string Hyphenate(string name) => name.Replace("SHA", "sha-", StringComparison.Ordinal);
}

/// <summary>A rule that replaces the algorithm.</summary>
internal sealed record AlgorithmRule : DiagnosisRule
{
    public override DiagnosisCategory Category => DiagnosisCategory.Algorithm;

    public required SignatureAlgorithm Algorithm { get; init; }
}

/// <summary>HMAC with its inputs swapped: the content is the key.</summary>
internal sealed class SwappedHmacAlgorithm(HashAlgorithmName hash, int length) : SymmetricAlgorithm
{
    public override string Name => $"HMAC-{hash.Name} with key and content swapped";

    public override int SignatureLength => length;

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        // HMAC hashes a key longer than the block size. Hashing it here avoids copying a long body.
        int blockLength = length > SHA256.HashSizeInBytes ? 128 : 64;
        byte[] contentKey;
        if (content.Length <= blockLength)
        {
            contentKey = ContentHasher.Join(content);
        }
        else
        {
            using IncrementalHash hasher = IncrementalHash.CreateHash(hash);
            ContentHasher.Append(hasher, content);
            contentKey = hasher.GetHashAndReset();
        }

        CryptographicOperations.HmacData(hash, contentKey, key, destination);
    }
}

/// <summary>A hash of the content without a secret. It is not a signature, but some senders use it as one.</summary>
internal sealed class PlainHashAlgorithm(HashAlgorithmName hash, int length) : SymmetricAlgorithm
{
    public override string Name => hash.Name!;

    public override int SignatureLength => length;

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        using IncrementalHash hasher = IncrementalHash.CreateHash(hash);
        ContentHasher.Append(hasher, content);
        hasher.GetHashAndReset(destination);
    }
}
