using System.Management.Automation;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>What the cmdlets that sign, verify, send signed and listen for signed webhooks ask about a signature.</summary>
public abstract class SigningCommand : AsyncCommand
{
    /// <summary>The signature scheme's name: GitHub, StandardWebhooks, Stripe, Slack, Hmac and others; Tab lists them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SchemeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Scheme { get; set; }

    /// <summary>The shared secret, as a string or a SecureString, so that <c>(Get-Secret Name)</c> works as it is. Several are for rotation: the first one signs (all do, where the scheme's header takes a list), any may match. When none is given, the environment variable WEBHOOKTOOLS_SECRET is read.</summary>
    [Parameter]
    public Secret[]? Secret { get; set; }

    /// <summary>The hash algorithm, for the schemes Hmac and XplentyHook: SHA1, SHA256, SHA384 or SHA512. Default: the scheme's own, SHA256 for Hmac.</summary>
    [Parameter]
    [ValidateSet("SHA1", "SHA256", "SHA384", "SHA512")]
    public string? Algorithm { get; set; }

    /// <summary>How the scheme Hmac writes the signature: Hex, Base64 or Base64Url. Default: Hex.</summary>
    [Parameter]
    [ValidateSet("Hex", "Base64", "Base64Url")]
    public string? Encoding { get; set; }

    /// <summary>The header that carries the signature, for the scheme Hmac and those whose header can be configured.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SignatureHeader { get; set; }

    /// <summary>What stands before the signature in its header, as <c>sha256=</c>, for the scheme Hmac.</summary>
    [Parameter]
    public string? SignaturePrefix { get; set; }

    /// <summary>What the scheme Hmac signs, over {id}, {timestamp}, {body}, {url} and {method}. Default: {body}.</summary>
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

    /// <summary>The scheme, or null when none is asked for.</summary>
    /// <exception cref="Core.WebhookException">The name is unknown, or a secret is given without a scheme.</exception>
    private protected SignatureScheme? FindScheme() => Find(SignatureSchemes.Get);

    /// <summary>The same to verify with: Auto is one.</summary>
    /// <exception cref="Core.WebhookException">The name is unknown, or a secret is given without a scheme.</exception>
    private protected SignatureScheme? FindVerifier() => Find(SignatureSchemes.GetVerifier);

    /// <summary>The scheme of a cmdlet that cannot do without.</summary>
    private protected SignatureScheme RequireScheme() => SignatureSchemes.Get(Scheme ?? throw CommandErrors.SchemeRequired());

    /// <summary>The secrets, from the parameter or the environment.</summary>
    /// <param name="publicKeyPaths">Files that hold public keys, beside or in place of secrets.</param>
    /// <exception cref="Core.WebhookException">There is none.</exception>
    private protected IReadOnlyList<WebhookSecret> RequireSecrets(string[]? publicKeyPaths = null)
    {
        if (publicKeyPaths is { Length: > 0 })
        {
            return [.. SecretReader.Convert(Secret), .. publicKeyPaths.Select(path => PublicKeyReader.Read(ResolvePath(path)))];
        }

        // A variable that is empty is a mistake to tell of, not a reason to take another secret.
        IReadOnlyList<WebhookSecret> secrets = IsGiven(nameof(Secret)) ? SecretReader.Convert(Secret) : SecretReader.FromEnvironment();
        return secrets.Count > 0 ? secrets : throw CommandErrors.SecretRequired();
    }

    /// <summary>What is said about the scheme beyond its name.</summary>
    /// <param name="tolerance">How far the signed time may be from now, or null for the scheme's own window.</param>
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
