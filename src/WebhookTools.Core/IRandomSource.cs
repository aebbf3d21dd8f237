namespace WebhookTools.Core;

/// <summary>Where randomness comes from, so that a test can say what it is.</summary>
public interface IRandomSource
{
    /// <summary>Fills the span with random bytes that are fit for secrets.</summary>
    void Fill(Span<byte> destination);

    /// <summary>A number in [0, 1), fit for jitter.</summary>
    double NextDouble();
}
