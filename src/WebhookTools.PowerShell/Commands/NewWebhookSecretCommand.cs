using System.Management.Automation;
using System.Security;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Creates a secret in a scheme's format, or a key pair if the scheme signs with a private key.</summary>
[Cmdlet(VerbsCommon.New, "WebhookSecret")]
[OutputType(typeof(string), typeof(SecureString), typeof(KeyPair))]
public sealed class NewWebhookSecretCommand : Pipeline.AsyncCommand
{
    /// <summary>The signature scheme that the secret is for. The default is GitHub. Press Tab to list them.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SchemeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Scheme { get; set; } = "GitHub";

    /// <summary>The number of random bytes, 16 to 64. The default is that of the scheme.</summary>
    [Parameter]
    [ValidateRange(16, 64)]
    public int? Length { get; set; }

    /// <summary>Returns a SecureString instead of text. For a key pair, this applies to the private key.</summary>
    [Parameter]
    public SwitchParameter AsSecureString { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        SignatureScheme scheme = SignatureSchemes.Get(Scheme);
        WebhookSecret secret = scheme.NewSecret(SystemRandomSource.Instance, Length);
        object output = AsSecureString ? ToSecureString(secret) : secret.Reveal();
        WriteObject(scheme.HasKeyPair ? new KeyPair(scheme.Name, output, scheme.GetVerificationSecret(secret).Reveal()) : output);
    }

    private static SecureString ToSecureString(WebhookSecret secret)
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
