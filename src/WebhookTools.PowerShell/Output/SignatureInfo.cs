using System.Collections.Specialized;
using System.Text;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Output;

/// <summary>A signature and the headers that carry it.</summary>
public sealed class SignatureInfo
{
    private const int MaximumPreviewBytes = 1024;

    private SignatureInfo(SignatureResult result)
    {
        Scheme = result.Scheme;
        Value = result.Value;
        Headers = OrderedMembers.Headers(result.Headers);
        Id = result.Id;
        Timestamp = result.Timestamp;
        SignedContent = Preview(result.SignedContent);
        SignedContentLength = result.SignedContent.Length;
    }

    /// <summary>The name of the scheme.</summary>
    public string Scheme { get; }

    /// <summary>The value of the header that carries the signature.</summary>
    public string Value { get; }

    /// <summary>The headers of the signature in order, for <c>Invoke-RestMethod -Headers</c>.</summary>
    public OrderedDictionary Headers { get; }

    /// <summary>The signed message id, or null if the scheme has none.</summary>
    public string? Id { get; }

    /// <summary>The signed time, or null if the scheme has none.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>The first 1024 bytes of the signed content as text. An ellipsis marks a longer content.</summary>
    public string SignedContent { get; }

    /// <summary>The length of the signed content in bytes.</summary>
    public long SignedContentLength { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;

    internal static SignatureInfo From(SignatureResult result) => new(result);

    /// <summary>Reads only the start of the content, because the body can be a large file.</summary>
    private static string Preview(SignedContent content)
    {
        var bytes = new MemoryStream(MaximumPreviewBytes);
        Append(bytes, new MemoryStream(content.Prefix.ToArray()));
        if (content.Body is { } body && bytes.Length < MaximumPreviewBytes)
        {
            using Stream stream = body.OpenRead();
            Append(bytes, stream);
        }

        Append(bytes, new MemoryStream(content.Suffix.ToArray()));
        string text = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);

        // A character that the limit cuts in half decodes to replacement characters.
        return content.Length > MaximumPreviewBytes ? text.TrimEnd('\uFFFD') + "…" : text;
    }

    private static void Append(MemoryStream bytes, Stream source)
    {
        byte[] part = new byte[MaximumPreviewBytes - bytes.Length];
        int read = source.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
        bytes.Write(part, 0, read);
    }
}
