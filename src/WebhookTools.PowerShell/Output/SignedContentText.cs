using System.Text;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Output;

/// <summary>Shows the beginning of what was signed without reading the whole of a large file.</summary>
internal static class SignedContentText
{
    private const int MaximumBytes = 1024;
    private const string Ellipsis = "…";

    /// <summary>The first 1024 bytes as text, with an ellipsis where there are more.</summary>
    public static string Of(SignedContent content)
    {
        var bytes = new MemoryStream(MaximumBytes);
        Append(bytes, new MemoryStream(content.Prefix.ToArray()));
        if (content.Body is { } body && bytes.Length < MaximumBytes)
        {
            using Stream stream = body.OpenRead();
            Append(bytes, stream);
        }

        Append(bytes, new MemoryStream(content.Suffix.ToArray()));
        string text = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        return content.Length > MaximumBytes ? text.TrimEnd('\uFFFD') + Ellipsis : text;
    }

    private static void Append(MemoryStream bytes, Stream source)
    {
        byte[] part = new byte[MaximumBytes - bytes.Length];
        int read = source.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
        bytes.Write(part, 0, read);
    }
}
