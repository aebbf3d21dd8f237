using System.Runtime.InteropServices;
using System.Security;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// A secret as a parameter: PowerShell makes it from a string, a SecureString or a pair of keys by itself.
/// A type of its own, so that logs of parameter binding show <c>***</c>.
/// </summary>
public sealed class Secret
{
    private const string Mask = "***";

    private readonly string _text;

    /// <summary>A secret from its text. Nothing is trimmed: that would hide the cause of a mismatch.</summary>
    public Secret(string text) => _text = text ?? string.Empty;

    /// <summary>A secret from a secure string, as the SecretManagement module gives it.</summary>
    public Secret(SecureString secureString) => _text = Read(secureString);

    /// <summary>The private key of a pair, as New-WebhookSecret gives it.</summary>
    public Secret(KeyPair keyPair)
    {
        ArgumentNullException.ThrowIfNull(keyPair);
        _text = keyPair.PrivateKey is SecureString secure ? Read(secure) : (string)keyPair.PrivateKey;
    }

    /// <inheritdoc/>
    public override string ToString() => Mask;

    /// <summary>The text itself, for the core alone.</summary>
    internal string Reveal() => _text;

    private static string Read(SecureString? secureString)
    {
        if (secureString is null)
        {
            return string.Empty;
        }

        IntPtr text = Marshal.SecureStringToGlobalAllocUnicode(secureString);
        try
        {
            return Marshal.PtrToStringUni(text, secureString.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }
}
