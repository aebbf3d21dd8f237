using System.Runtime.InteropServices;
using System.Security;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// A secret as a parameter. PowerShell converts strings, secure strings and key pairs to it. Its text is masked, so that logs
/// of parameter binding show <c>***</c>.
/// </summary>
public sealed class Secret
{
    private const string Mask = "***";

    private readonly string _text;

    /// <summary>Creates a secret from its text. White space is not trimmed, because that would hide the cause of a mismatch.</summary>
    public Secret(string text) => _text = text ?? string.Empty;

    /// <summary>Creates a secret from a secure string, the type that the SecretManagement module returns.</summary>
    public Secret(SecureString secureString) => _text = Read(secureString);

    /// <summary>Creates a secret from the private key of a pair that New-WebhookSecret returned.</summary>
    public Secret(KeyPair keyPair)
    {
        ArgumentNullException.ThrowIfNull(keyPair);
        _text = keyPair.PrivateKey is SecureString secure ? Read(secure) : (string)keyPair.PrivateKey;
    }

    /// <inheritdoc/>
    public override string ToString() => Mask;

    /// <summary>Returns the unmasked text. Pass it only to the core.</summary>
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
