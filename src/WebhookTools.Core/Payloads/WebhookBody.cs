using System.Text;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// The bytes of a webhook's body, in memory or in a file that is streamed.
/// They can be read any number of times, so that a retry sends and signs the same bytes.
/// </summary>
public sealed class WebhookBody
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly string? _path;

    private WebhookBody(ReadOnlyMemory<byte> memory, string? path, long length)
    {
        _memory = memory;
        _path = path;
        Length = length;
    }

    /// <summary>An empty body.</summary>
    public static WebhookBody Empty { get; } = FromBytes(ReadOnlyMemory<byte>.Empty);

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    /// <summary>The path of the file that is streamed, or null if the bytes are in memory.</summary>
    public string? Path => _path;

    /// <summary>Creates a body from bytes. The caller must not modify them afterwards.</summary>
    public static WebhookBody FromBytes(ReadOnlyMemory<byte> bytes) => new(bytes, null, bytes.Length);

    /// <summary>Creates a body from text, as UTF-8 without a byte-order mark.</summary>
    /// <exception cref="WebhookException">The text contains half of a surrogate pair, which has no UTF-8 form.</exception>
    public static WebhookBody FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return FromBytes(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetBytes(text));
        }
        catch (EncoderFallbackException exception)
        {
            throw new WebhookException(
                WebhookErrorKind.InvalidData,
                "TextNotUnicode",
                $"The text cannot be encoded as UTF-8: it contains half of a surrogate pair at index {exception.Index}.",
                "Pass the body as bytes or as a file.",
                exception);
        }
    }

    /// <summary>Creates a body from a file, which is streamed when it is read.</summary>
    /// <exception cref="WebhookException">The file does not exist or cannot be opened.</exception>
    public static WebhookBody FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = Open(path);
        return new WebhookBody(ReadOnlyMemory<byte>.Empty, path, stream.Length);
    }

    /// <summary>Returns the bytes if they are in memory.</summary>
    public bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = _memory;
        return _path is null;
    }

    /// <summary>Opens a stream at the start of the body.</summary>
    /// <exception cref="WebhookException">The file does not exist or cannot be opened.</exception>
    public Stream OpenRead()
    {
        if (_path is not null)
        {
            return Open(_path);
        }

        return System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_memory, out ArraySegment<byte> segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(_memory.ToArray(), writable: false);
    }

    /// <summary>Reads the whole body into memory.</summary>
    /// <exception cref="WebhookException">The body is a file of 2 GiB or more, or it cannot be read.</exception>
    public ReadOnlyMemory<byte> ReadAll()
    {
        if (_path is null)
        {
            return _memory;
        }

        if (Length > Array.MaxLength)
        {
            throw new WebhookException(
                WebhookErrorKind.InvalidData,
                "BodyTooLargeForMemory",
                $"'{_path}' has {Length} bytes, but this operation needs the whole body in memory, at most {Array.MaxLength} bytes.",
                "Use a signature scheme or an option that streams the body.");
        }

        using Stream stream = Open(_path);
        byte[] bytes = new byte[Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WebhookException(WebhookErrorKind.NotFound, "BodyFileNotFound", $"The body file '{path}' does not exist.", "Check the path.", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new WebhookException(WebhookErrorKind.PermissionDenied, "BodyFileNotReadable", $"Could not read the body file '{path}': {exception.Message}", "Grant this account read access to the file.", exception);
        }
    }
}
