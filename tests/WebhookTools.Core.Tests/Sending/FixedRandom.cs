namespace WebhookTools.Core.Tests.Sending;

/// <summary>Randomness that is not: the same number each time.</summary>
internal sealed class FixedRandom(double number) : IRandomSource
{
    public void Fill(Span<byte> destination) => destination.Fill((byte)(number * 256));

    public double NextDouble() => number;
}
