using System.Buffers;
using System.Security.Cryptography;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>
/// Brings signed content to a hash: small content in memory as one run of bytes, which costs one call
/// of the operating system's library; a file in blocks, so that memory stays flat whatever its size.
/// </summary>
internal static class ContentHasher
{
    /// <summary>Content up to here is copied together; beyond it, copying costs more than a second call.</summary>
    private const int MaximumJoinedLength = 16 * 1024;

    /// <summary>Large enough that the calls cost nothing beside the hash, small enough for the processor's second-level cache.</summary>
    private const int BlockLength = 256 * 1024;

    /// <summary>Gives the content as one run of bytes if that is cheap.</summary>
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

    /// <summary>The content as one run of bytes, whatever that costs, for an algorithm that needs it so.</summary>
    public static byte[] Join(SignedContent content) =>
        [.. content.Prefix.Span, .. (content.Body ?? WebhookBody.Empty).ReadAll().Span, .. content.Suffix.Span];

    /// <summary>Adds all of the content to a hash.</summary>
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
