using System.Buffers;
using System.Security.Cryptography;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>
/// Feeds signed content to a hash. Small content in memory is joined, so that it costs one call of the operating system's
/// library. A file is read in blocks, so that memory use does not depend on its size.
/// </summary>
internal static class ContentHasher
{
    /// <summary>For longer content, copying costs more than a second call.</summary>
    private const int MaximumJoinedLength = 16 * 1024;

    /// <summary>Large enough that the cost of the calls is negligible, small enough for the processor's second-level cache.</summary>
    private const int BlockLength = 256 * 1024;

    /// <summary>Joins the content if that is cheap.</summary>
    public static bool TryJoin(SignedContent content, out JoinedContent joined)
    {
        ReadOnlyMemory<byte> body = default;
        if (content.Body is not null && !content.Body.TryGetMemory(out body))
        {
            joined = default;
            return false;
        }

        if (content.Prefix.IsEmpty && content.Suffix.IsEmpty)
        {
            joined = new JoinedContent(body.Span);
            return true;
        }

        int length = content.Prefix.Length + content.Suffix.Length;
        if (body.Length > MaximumJoinedLength || length > MaximumJoinedLength)
        {
            joined = default;
            return false;
        }

        length += body.Length;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        content.Prefix.CopyTo(buffer);
        body.CopyTo(buffer.AsMemory(content.Prefix.Length));
        content.Suffix.CopyTo(buffer.AsMemory(content.Prefix.Length + body.Length));
        joined = new JoinedContent(buffer.AsSpan(0, length), buffer);
        return true;
    }

    /// <summary>Joins the content whatever it costs, for an algorithm that cannot read it in parts.</summary>
    public static byte[] Join(SignedContent content) =>
        [.. content.Prefix.Span, .. (content.Body ?? WebhookBody.Empty).ReadAll().Span, .. content.Suffix.Span];

    public static void Append(IncrementalHash hash, SignedContent content)
    {
        hash.AppendData(content.Prefix.Span);
        if (content.Body is not null)
        {
            if (content.Body.TryGetMemory(out ReadOnlyMemory<byte> memory))
            {
                hash.AppendData(memory.Span);
            }
            else
            {
                AppendBlocks(hash, content.Body);
            }
        }

        hash.AppendData(content.Suffix.Span);
    }

    private static void AppendBlocks(IncrementalHash hash, WebhookBody body)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            using Stream stream = body.OpenRead();
            int read;
            while ((read = stream.Read(block)) > 0)
            {
                hash.AppendData(block.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}

/// <summary>Signed content in contiguous memory. Disposing wipes and returns a rented buffer.</summary>
internal readonly ref struct JoinedContent
{
    private readonly byte[]? _rented;

    public JoinedContent(ReadOnlySpan<byte> bytes, byte[]? rented = null)
    {
        Bytes = bytes;
        _rented = rented;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            CryptographicOperations.ZeroMemory(_rented.AsSpan(0, Bytes.Length));
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
