using System.Security.Cryptography;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Which received signature is Ed25519's of a content. Hundreds of contents are tried with the same few keys, so that each pair of key and signature is prepared once.</summary>
internal sealed class Ed25519Search(IReadOnlyList<SignatureCandidate> received)
{
    /// <summary>By the key's own array; one for each received signature, as they stand.</summary>
    private readonly Dictionary<byte[], IEd25519Probe?[]> _probes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds it, or null. A key is a public key, or a seed and its public key.</summary>
    public SignatureCandidate? Find(byte[] key, SignedContent content)
    {
        if (key.Length is not (Ed25519Algorithm.KeyLength or (2 * Ed25519Algorithm.KeyLength)))
        {
            return null;
        }

        if (!_probes.TryGetValue(key, out IEd25519Probe?[]? probes))
        {
            probes = new IEd25519Probe?[received.Count];
            _probes.Add(key, probes);
        }

        byte[] publicKey = key[^Ed25519Algorithm.KeyLength..];
        for (int index = 0; index < received.Count; index++)
        {
            byte[] signature = received[index].Bytes;
            if (signature.Length == Ed25519Algorithm.Instance.SignatureLength
                && (probes[index] ??= Ed25519Algorithm.Library.CreateProbe(publicKey, signature)).Fits(Digest(signature, publicKey, content))
                && Ed25519Algorithm.Instance.Verify(key, content, signature))
            {
                return received[index];
            }
        }

        return null;
    }

    private static byte[] Digest(byte[] signature, byte[] publicKey, SignedContent content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(signature.AsSpan(0, Ed25519Algorithm.KeyLength));
        hash.AppendData(publicKey);
        ContentHasher.Append(hash, content);
        return hash.GetHashAndReset();
    }
}
