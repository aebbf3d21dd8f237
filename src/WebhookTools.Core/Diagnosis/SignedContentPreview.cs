using System.Globalization;
using System.Security.Cryptography;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Diagnosis;

/// <summary>A printable preview of signed content.</summary>
/// <param name="Text">The content, with line endings and other invisible characters escaped as <c>\n</c> or <c>\u200b</c>. Only the beginning and the end of long content.</param>
/// <param name="Length">The length of the whole content in bytes.</param>
/// <param name="Sha256">The SHA-256 of the whole content in hexadecimal, to compare with the sender's.</param>
/// <param name="IsWhole">True if the text is the whole content.</param>
public sealed record SignedContentPreview(string Text, long Length, string Sha256, bool IsWhole)
{
    private const int HeadLength = 160;

    private const int TailLength = 48;

    internal static SignedContentPreview From(SignedContent content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ContentHasher.Append(hash, content);
        string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (content.Length <= HeadLength + TailLength)
        {
            return new SignedContentPreview(EscapedText.From(Read(content, 0, (int)content.Length)), content.Length, sha256, IsWhole: true);
        }

        // Do not cut a multi-byte character, which would be shown as invalid bytes.
        byte[] head = TrimEnd(Read(content, 0, HeadLength));
        byte[] tail = TrimStart(Read(content, content.Length - TailLength, TailLength));
        long hidden = content.Length - head.Length - tail.Length;
        string text = string.Create(CultureInfo.InvariantCulture, $"{EscapedText.From(head)} … {hidden} bytes … {EscapedText.From(tail)}");
        return new SignedContentPreview(text, content.Length, sha256, IsWhole: false);
    }

    private static byte[] Read(SignedContent content, long start, int length)
    {
        byte[] bytes = new byte[length];
        int filled = 0;
        filled += Copy(content.Prefix.Span, start, bytes);
        if (content.Body is { } body)
        {
            filled += Copy(body, start + filled - content.Prefix.Length, bytes.AsSpan(filled));
        }

        Copy(content.Suffix.Span, start + filled - content.Prefix.Length - (content.Body?.Length ?? 0), bytes.AsSpan(filled));
        return bytes;
    }

    private static int Copy(ReadOnlySpan<byte> source, long start, Span<byte> destination)
    {
        if (start < 0 || start >= source.Length || destination.IsEmpty)
        {
            return 0;
        }

        int count = Math.Min(destination.Length, source.Length - (int)start);
        source.Slice((int)start, count).CopyTo(destination);
        return count;
    }

    private static int Copy(WebhookBody body, long start, Span<byte> destination)
    {
        if (body.TryGetMemory(out ReadOnlyMemory<byte> memory))
        {
            return Copy(memory.Span, start, destination);
        }

        if (start < 0 || start >= body.Length || destination.IsEmpty)
        {
            return 0;
        }

        using Stream stream = body.OpenRead();
        stream.Position = start;
        return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
    }

    private static byte[] TrimEnd(byte[] bytes)
    {
        const int LongestCharacter = 4;
        for (int cut = 0; cut < LongestCharacter; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, bytes.Length - cut)))
            {
                return bytes[..^cut];
            }
        }

        return bytes;
    }

    private static byte[] TrimStart(byte[] bytes)
    {
        const int LongestCharacter = 4;
        for (int cut = 0; cut < LongestCharacter; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(cut)))
            {
                return bytes[cut..];
            }
        }

        return bytes;
    }
}
