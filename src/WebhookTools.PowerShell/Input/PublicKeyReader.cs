using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads public keys from files, in PEM or in the scheme's own format.</summary>
internal static class PublicKeyReader
{
    /// <summary>Longer than any key. A longer file cannot be a key file.</summary>
    private const int MaximumLength = 64 * 1024;

    /// <exception cref="Core.WebhookException">The file cannot be read, is empty, or is too long for a key.</exception>
    public static WebhookSecret Read(string path)
    {
        try
        {
            string text = new FileInfo(path).Length <= MaximumLength ? File.ReadAllText(path).Trim() : string.Empty;
            return text.Length > 0 ? WebhookSecret.FromPublicKey(text) : throw CommandErrors.PublicKeyNotReadable(path, "the file is empty, or too long for a key.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandErrors.PublicKeyNotReadable(path, exception.Message, exception);
        }
    }
}
