namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Bytes that a received header may mean as a signature.</summary>
/// <param name="HeaderName">The header.</param>
/// <param name="Text">The part of its value that stands for the bytes.</param>
/// <param name="Form">How they are written there.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record ReceivedValue(string HeaderName, string Text, ReceivedForm Form, byte[] Bytes)
{
    /// <summary>The fewest bytes of which a chance match is out of the question: 10 characters of base64.</summary>
    public const int MinimumLength = 7;

    /// <summary>Whether a digest is what was received, or begins with it where that is cut short.</summary>
    public bool Matches(ReadOnlySpan<byte> digest) => digest.StartsWith(Bytes);
}
