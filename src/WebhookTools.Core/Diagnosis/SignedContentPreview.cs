namespace WebhookTools.Core.Diagnosis;

/// <summary>Signed content as it is shown: its beginning and end, its length, its hash.</summary>
/// <param name="Text">The beginning, and behind an ellipsis the end, with line ends and other invisible characters written as <c>\n</c> or <c>\u200b</c>.</param>
/// <param name="Length">The number of bytes of all of it.</param>
/// <param name="Sha256">The SHA-256 of all of it, in hexadecimal, to compare with what the sender has.</param>
/// <param name="IsWhole">Whether the text is all of it.</param>
public sealed record SignedContentPreview(string Text, long Length, string Sha256, bool IsWhole);
