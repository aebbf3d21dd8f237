using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads public keys from files: PEM, or a key as its scheme writes it.</summary>
internal static class PublicKeyReader
{
    /// <summary>Longer than any key, so that a wrong file is told from one.</summary>
    private const int MaximumLength = 64 * 1024;

    /// <summary>The key in a file.</summary>
    /// <exception cref="Core.WebhookException">The file cannot be read, or is no text of a key's length.</exception>
    public static WebhookSecret Read(string path)
    {
        try
        {
            string text = new FileInfo(path).Length <= MaximumLength ? File.ReadAllText(path).Trim() : string.Empty;
            return text.Length > 0 ? WebhookSecret.FromPublicKey(text) : throw CommandErrors.PublicKeyNotReadable(path, "it is empty, or longer than any key.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandErrors.PublicKeyNotReadable(path, exception.Message, exception);
        }
    }
}
