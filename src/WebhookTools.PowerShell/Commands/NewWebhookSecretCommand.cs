using System.Management.Automation;
using System.Security;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Makes a strong secret in a scheme's own format, or a pair of keys where the scheme signs with a private one.</summary>
[Cmdlet(VerbsCommon.New, "WebhookSecret")]
[OutputType(typeof(string), typeof(SecureString), typeof(KeyPair))]
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

    /// <summary>Writes a SecureString instead of text; of a pair of keys, the private one is written so.</summary>
    [Parameter]
    public SwitchParameter AsSecureString { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        SignatureScheme scheme = SignatureSchemes.Get(Scheme);
        WebhookSecret secret = scheme.NewSecret(SystemRandomSource.Instance, Length);
        object written = AsSecureString ? Secure(secret) : secret.Reveal();
        WriteObject(scheme.HasKeyPair ? new KeyPair(scheme.Name, written, scheme.GetVerificationSecret(secret).Reveal()) : written);
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
