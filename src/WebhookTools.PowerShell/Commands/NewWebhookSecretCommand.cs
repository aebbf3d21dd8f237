using System.Management.Automation;
using System.Security;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Completion;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Makes a strong secret in a scheme's own format.</summary>
[Cmdlet(VerbsCommon.New, "WebhookSecret")]
[OutputType(typeof(string), typeof(SecureString))]
public sealed class NewWebhookSecretCommand : Pipeline.AsyncCommand
{
    /// <summary>The signature scheme that the secret is for; Tab lists them. Default: GitHub.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SchemeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Scheme { get; set; } = "GitHub";

    /// <summary>How many random bytes the secret holds, 16 to 64. Default: the scheme's usual number.</summary>
    [Parameter]
    [ValidateRange(16, 64)]
    public int? Length { get; set; }

    /// <summary>Writes a SecureString instead of text.</summary>
    [Parameter]
    public SwitchParameter AsSecureString { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        WebhookSecret secret = SignatureSchemes.Get(Scheme).NewSecret(SystemRandomSource.Instance, Length);
        if (AsSecureString)
        {
            WriteObject(Secure(secret));
        }
        else
        {
            WriteObject(secret.Reveal());
        }
    }

    private static SecureString Secure(WebhookSecret secret)
    {
        var secure = new SecureString();
        foreach (char character in secret.Reveal())
        {
            secure.AppendChar(character);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
