using System.Runtime.InteropServices;
using System.Security;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// A secret as a parameter: PowerShell makes it from a string or a SecureString by itself.
/// A type of its own, so that logs of parameter binding show <c>***</c>.
/// </summary>
public sealed class Secret
{
    private const string Mask = "***";

    private readonly string _text;

    /// <summary>A secret from its text. Nothing is trimmed: that would hide the cause of a mismatch.</summary>
    public Secret(string text) => _text = text ?? string.Empty;

    /// <summary>A secret from a secure string, as the SecretManagement module gives it.</summary>
    public Secret(SecureString secureString)
    {
        if (secureString is null)
        {
            _text = string.Empty;
            return;
        }

        IntPtr text = Marshal.SecureStringToGlobalAllocUnicode(secureString);
        try
        {
            _text = Marshal.PtrToStringUni(text, secureString.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Mask;

    /// <summary>The text itself, for the core alone.</summary>
    internal string Reveal() => _text;
}
