using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>Signed content as it is shown.</summary>
public sealed class SignedContentInfo
{
    private SignedContentInfo(SignedContentPreview content)
    {
        Text = content.Text;
        IsWhole = content.IsWhole;
        Length = content.Length;
        Sha256 = content.Sha256;
    }

    /// <summary>The beginning and, behind an ellipsis, the end; line ends and other invisible characters as \n or \u200b.</summary>
    public string Text { get; }

    /// <summary>Whether the text is all of it.</summary>
    public bool IsWhole { get; }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>The SHA-256 of all of it, to compare with what the sender has.</summary>
    public string Sha256 { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static SignedContentInfo? From(SignedContentPreview? content) => content is null ? null : new SignedContentInfo(content);
}
