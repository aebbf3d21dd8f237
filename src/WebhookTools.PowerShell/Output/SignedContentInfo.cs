using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>A printable preview of signed content.</summary>
public sealed class SignedContentInfo
{
    private SignedContentInfo(SignedContentPreview content)
    {
        Text = content.Text;
        IsWhole = content.IsWhole;
        Length = content.Length;
        Sha256 = content.Sha256;
    }

    /// <summary>The content, with invisible characters escaped as \n or \u200b. Only the beginning and the end of long content.</summary>
    public string Text { get; }

    /// <summary>True if the text is the whole content.</summary>
    public bool IsWhole { get; }

    /// <summary>The length of the whole content in bytes.</summary>
    public long Length { get; }

    /// <summary>The SHA-256 of the whole content, to compare with the sender's.</summary>
    public string Sha256 { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static SignedContentInfo? From(SignedContentPreview? content) => content is null ? null : new SignedContentInfo(content);
}
