using System.Security.Cryptography;

namespace WebhookTools.Core;

/// <summary>A source of random numbers, which a test can replace.</summary>
public interface IRandomSource
{
    /// <summary>Fills the span with cryptographically strong random bytes.</summary>
    void Fill(Span<byte> destination);

    /// <summary>Returns a number in [0, 1) for jitter.</summary>
    double NextDouble();
}

/// <summary>The operating system's cryptographic random numbers.</summary>
public sealed class SystemRandomSource : IRandomSource
{
    private SystemRandomSource()
    {
    }

    /// <summary>Gets the only instance.</summary>
    public static SystemRandomSource Instance { get; } = new();

    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);

    /// <inheritdoc/>
    public double NextDouble() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
