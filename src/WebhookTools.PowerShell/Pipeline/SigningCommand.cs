using System.Management.Automation;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>The parameters about a signature, for cmdlets that sign, verify, send or receive webhooks.</summary>
public abstract class SigningCommand : AsyncCommand
{
    /// <summary>The name of the signature scheme: GitHub, StandardWebhooks, Stripe, Slack, Hmac and others. Press Tab to list them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SchemeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Scheme { get; set; }

    /// <summary>The shared secret, as a string or a SecureString, so that <c>(Get-Secret Name)</c> can be used directly. Several secrets support rotation: the first one signs (all do if the scheme's header accepts a list), and any may match. By default, the secret is read from the environment variable WEBHOOKTOOLS_SECRET.</summary>
    [Parameter]
    public Secret[]? Secret { get; set; }

    /// <summary>The hash algorithm, for the schemes Hmac and XplentyHook: SHA1, SHA256, SHA384 or SHA512. The default is that of the scheme, SHA256 for Hmac.</summary>
    [Parameter]
    [ValidateSet("SHA1", "SHA256", "SHA384", "SHA512")]
    public string? Algorithm { get; set; }

    /// <summary>The encoding of the signature, for the scheme Hmac: Hex, Base64 or Base64Url. The default is Hex.</summary>
    [Parameter]
    [ValidateSet("Hex", "Base64", "Base64Url")]
    public string? Encoding { get; set; }

    /// <summary>The header that carries the signature, for the scheme Hmac and other schemes whose header is configurable.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SignatureHeader { get; set; }

    /// <summary>The text before the signature in its header, for example <c>sha256=</c>, for the scheme Hmac.</summary>
    [Parameter]
    public string? SignaturePrefix { get; set; }

    /// <summary>The template of the content that the scheme Hmac signs, with {id}, {timestamp}, {body}, {url} and {method}. The default is {body}.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Template { get; set; }

    /// <summary>The header that carries the signed time, for the scheme Hmac.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TimestampHeader { get; set; }

    /// <summary>The header that carries the message id, for the scheme Hmac.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IdHeader { get; set; }

    /// <summary>Returns the scheme to sign with, or null if none is specified.</summary>
    /// <exception cref="Core.WebhookException">The name is unknown, or a secret is specified without a scheme.</exception>
    private protected SignatureScheme? FindScheme() => Find(SignatureSchemes.Get);

    /// <summary>Returns the scheme to verify with, which may be Auto, or null if none is specified.</summary>
    /// <exception cref="Core.WebhookException">The name is unknown, or a secret is specified without a scheme.</exception>
    private protected SignatureScheme? FindVerifier() => Find(SignatureSchemes.GetVerifier);

    /// <summary>Returns the scheme, for cmdlets that require one.</summary>
    private protected SignatureScheme RequireScheme() => SignatureSchemes.Get(Scheme ?? throw CommandErrors.SchemeRequired());

    /// <summary>Returns the secrets from the parameter or the environment.</summary>
    /// <param name="publicKeyPaths">Files with public keys, in addition to secrets or instead of them.</param>
    /// <exception cref="Core.WebhookException">No secret is specified.</exception>
    private protected IReadOnlyList<WebhookSecret> RequireSecrets(string[]? publicKeyPaths = null)
    {
        if (publicKeyPaths is { Length: > 0 })
        {
            return [.. SecretReader.Convert(Secret), .. publicKeyPaths.Select(path => PublicKeyReader.Read(ResolvePath(path)))];
        }

        // An empty variable is an error to report, not a reason to use another secret.
        IReadOnlyList<WebhookSecret> secrets = IsGiven(nameof(Secret)) ? SecretReader.Convert(Secret) : SecretReader.FromEnvironment();
        return secrets.Count > 0 ? secrets : throw CommandErrors.SecretRequired();
    }

    /// <summary>Returns the options of the scheme.</summary>
    /// <param name="tolerance">The maximum difference between the signed time and now, or null for the scheme's default.</param>
    private protected SignatureOptions CreateSignatureOptions(TimeSpan? tolerance = null) => new()
    {
        Tolerance = tolerance,
        Algorithm = Algorithm,
        Encoding = Encoding,
        HeaderName = SignatureHeader,
        Prefix = SignaturePrefix,
        Template = Template,
        TimestampHeaderName = TimestampHeader,
        IdHeaderName = IdHeader,
    };

    private SignatureScheme? Find(Func<string, SignatureScheme> get)
    {
        if (Scheme is not null)
        {
            return get(Scheme);
        }

        return IsGiven(nameof(Secret)) ? throw CommandErrors.SchemeRequired() : null;
    }
}
