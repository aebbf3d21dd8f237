using Org.BouncyCastle.Math.EC.Rfc7748;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>A point as the addition takes its second one: what depends on it alone is there already.</summary>
internal sealed class EdwardsAddend
{
    public EdwardsAddend(EdwardsPoint point)
    {
        X25519Field.Apm(point.Y, point.X, YPlusX, YMinusX);
        X25519Field.Mul(point.T, EdwardsPoint.TwiceD, TwiceDT);
        X25519Field.Add(point.Z, point.Z, TwiceZ);
        X25519Field.Carry(YPlusX);
        X25519Field.Carry(YMinusX);
        X25519Field.Carry(TwiceZ);
    }

    public int[] YPlusX { get; } = X25519Field.Create();

    public int[] YMinusX { get; } = X25519Field.Create();

    public int[] TwiceDT { get; } = X25519Field.Create();

    public int[] TwiceZ { get; } = X25519Field.Create();
}
