using Org.BouncyCastle.Math.EC.Rfc7748;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>
/// A point of edwards25519 (RFC 8032, 5.1), in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. For public keys and signatures
/// alone: the time that it takes depends on them.
/// </summary>
internal sealed class EdwardsPoint
{
    /// <summary>The curve's d, -121665/121666, little-endian.</summary>
    private static readonly byte[] DBytes = Convert.FromHexString("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352");

    private int[][]? _scratch;

    private EdwardsPoint(int[] x, int[] y, int[] z, int[] t) => (X, Y, Z, T) = (x, y, z, t);

    /// <summary>The base point B.</summary>
    public static EdwardsPoint Base { get; } = Decode(Convert.FromHexString("5866666666666666666666666666666666666666666666666666666666666666"))!;

    /// <summary>2d, by which the formulas of the addition multiply.</summary>
    public static int[] TwiceD { get; } = MakeTwiceD();

    public int[] X { get; }

    public int[] Y { get; }

    public int[] Z { get; }

    public int[] T { get; }

    /// <summary>The neutral element.</summary>
    public static EdwardsPoint CreateNeutral()
    {
        int[] y = X25519Field.Create();
        int[] z = X25519Field.Create();
        X25519Field.One(y);
        X25519Field.One(z);
        return new EdwardsPoint(X25519Field.Create(), y, z, X25519Field.Create());
    }

    /// <summary>Reads a point (RFC 8032, 5.1.3); null where the bytes are none.</summary>

    public static EdwardsPoint? Decode(ReadOnlySpan<byte> encoded)
    {
        byte[] bytes = encoded.ToArray();
        bool isOdd = (bytes[^1] & 0x80) != 0;
        bytes[^1] &= 0x7F;
        int[] y = X25519Field.Create();
        X25519Field.Decode(bytes, 0, y);
        if (!Encode(y).AsSpan().SequenceEqual(bytes))
        {
            // Not below the field's prime: written otherwise than the point would be.
            return null;
        }

        // x² = (y² - 1) / (dy² + 1)
        int[] d = X25519Field.Create();
        int[] u = X25519Field.Create();
        int[] v = X25519Field.Create();
        int[] x = X25519Field.Create();
        X25519Field.Decode(DBytes, 0, d);
        X25519Field.Sqr(y, u);
        X25519Field.Mul(d, u, v);
        X25519Field.SubOne(u);
        X25519Field.AddOne(v);
        X25519Field.Carry(u);
        X25519Field.Carry(v);
        if (!X25519Field.SqrtRatioVar(u, v, x))
        {
            return null;
        }

        byte[] root = Encode(x);
        if (isOdd && !root.AsSpan().ContainsAnyExcept((byte)0))
        {
            return null;
        }

        if ((root[0] & 1) != 0 != isOdd)
        {
            X25519Field.Negate(x, x);
            X25519Field.Carry(x);
        }

        int[] z = X25519Field.Create();
        int[] t = X25519Field.Create();
        X25519Field.One(z);
        X25519Field.Mul(x, y, t);
        return new EdwardsPoint(x, y, z, t);
    }

    /// <summary>The sum of two points; they may be the same.</summary>
    public static EdwardsPoint Add(EdwardsPoint left, EdwardsPoint right)
    {
        EdwardsPoint sum = CreateNeutral();
        sum.Add(new EdwardsAddend(left));
        sum.Add(new EdwardsAddend(right));
        return sum;
    }

    /// <summary>Adds a point to this one.</summary>
    public void Add(EdwardsAddend addend)
    {
        // The unified addition for a = -1 (Hisil, Wong, Carter, Dawson: Twisted Edwards Curves Revisited, 3.1).
        int[][] scratch = _scratch ??= [X25519Field.Create(), X25519Field.Create(), X25519Field.Create(), X25519Field.Create(), X25519Field.Create(), X25519Field.Create()];
        (int[] a, int[] b, int[] e, int[] f, int[] g, int[] h) = (scratch[0], scratch[1], scratch[2], scratch[3], scratch[4], scratch[5]);
        X25519Field.Apm(Y, X, b, a);
        X25519Field.Mul(a, addend.YMinusX, a);
        X25519Field.Mul(b, addend.YPlusX, b);
        X25519Field.Apm(b, a, h, e);
        X25519Field.Mul(T, addend.TwiceDT, a);
        X25519Field.Mul(Z, addend.TwiceZ, b);
        X25519Field.Apm(b, a, g, f);
        X25519Field.Mul(e, f, X);
        X25519Field.Mul(g, h, Y);
        X25519Field.Mul(f, g, Z);
        X25519Field.Mul(e, h, T);
    }

    /// <summary>The point on the other side of the y axis.</summary>
    public EdwardsPoint Negated()
    {
        int[] x = X25519Field.Create();
        int[] t = X25519Field.Create();
        X25519Field.Negate(X, x);
        X25519Field.Negate(T, t);
        X25519Field.Carry(x);
        X25519Field.Carry(t);
        return new EdwardsPoint(x, [.. Y], [.. Z], t);
    }

    /// <summary>Whether both are the same point.</summary>
    public bool IsSameAs(EdwardsPoint other) => AreEqual(X, other.Z, other.X, Z) && AreEqual(Y, other.Z, other.Y, Z);

    /// <summary>Whether two products are equal.</summary>
    private static bool AreEqual(int[] left, int[] leftFactor, int[] right, int[] rightFactor)
    {
        int[] a = X25519Field.Create();
        int[] b = X25519Field.Create();
        X25519Field.Mul(left, leftFactor, a);
        X25519Field.Mul(right, rightFactor, b);
        X25519Field.Normalize(a);
        X25519Field.Normalize(b);
        return X25519Field.AreEqualVar(a, b);
    }

    private static byte[] Encode(int[] element)
    {
        int[] normal = [.. element];
        X25519Field.Normalize(normal);
        byte[] bytes = new byte[Ed25519Algorithm.KeyLength];
        X25519Field.Encode(normal, bytes, 0);
        return bytes;
    }

    private static int[] MakeTwiceD()
    {
        int[] twice = X25519Field.Create();
        X25519Field.Decode(DBytes, 0, twice);
        X25519Field.Add(twice, twice, twice);
        X25519Field.Carry(twice);
        return twice;
    }
}
