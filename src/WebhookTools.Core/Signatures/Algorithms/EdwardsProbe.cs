using System.Globalization;
using System.Numerics;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>
/// Key and signature stand still while messages are looked through. A signature (R, s) of a message by A holds where
/// [k]A = [s]B - R (RFC 8032, 5.1.7); of this only k, a hash with the message in it, is new each time. What else it needs is made
/// once: the right side, and the multiples of A. A message then costs its hash and 64 additions, a fifth of a verification.
/// </summary>
internal sealed class EdwardsProbe : IEd25519Probe
{
    /// <summary>The order L of the base point.</summary>
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    private readonly EdwardsMultiples? _multiples;
    private readonly EdwardsPoint? _expected;

    public EdwardsProbe(byte[] publicKey, byte[] signature)
    {
        ReadOnlySpan<byte> s = signature.AsSpan(Ed25519Algorithm.KeyLength);
        if (EdwardsPoint.Decode(publicKey) is not { } key
            || EdwardsPoint.Decode(signature.AsSpan(0, Ed25519Algorithm.KeyLength)) is not { } r
            || new BigInteger(s, isUnsigned: true) >= Order)
        {
            // No message has this signature.
            return;
        }

        _multiples = new EdwardsMultiples(key);
        _expected = EdwardsPoint.Add(EdwardsMultiples.OfBase.Multiply(s), r.Negated());
    }

    public bool Fits(ReadOnlySpan<byte> digest)
    {
        if (_multiples is null || _expected is null)
        {
            return false;
        }

        Span<byte> factor = stackalloc byte[Ed25519Algorithm.KeyLength];
        factor.Clear();
        (new BigInteger(digest, isUnsigned: true) % Order).TryWriteBytes(factor, out _, isUnsigned: true);
        return _multiples.Multiply(factor).IsSameAs(_expected);
    }
}
