using System.Management.Automation;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>What the cmdlets have in common that look at a signature that was received: where it stands, whom to trust, and for how long.</summary>
public abstract class ReceivedSignatureCommand : BodySigningCommand
{
    /// <summary>The value of the header that carries the signature, as it was received. What other headers carry comes with -Headers.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Signature { get; set; }

    /// <summary>Files that hold a public key, as PEM or as the scheme writes it, for the schemes that sign with a private one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? PublicKeyPath { get; set; }

    /// <summary>How many seconds the signed time may be from now. 0: the time is not looked at. Default: the scheme's own window.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double? ToleranceSec { get; set; }

    /// <summary>Whether headers were given, or come with what is piped in.</summary>
    private protected abstract bool HasHeaders { get; }

    /// <summary>The options of the scheme, with the window that was asked for.</summary>
    private protected SignatureOptions ReceivedOptions =>
        CreateSignatureOptions(ToleranceSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        if (Signature is null && !HasHeaders)
        {
            throw CommandErrors.HeadersRequired();
        }

        if (Signature is not null && ReferenceEquals(FoundScheme, SignatureSchemes.Auto))
        {
            throw CommandErrors.SignatureNeedsScheme();
        }
    }

    /// <inheritdoc/>
    private protected sealed override SignatureScheme ReadScheme() => Scheme is null ? SignatureSchemes.Auto : SignatureSchemes.GetVerifier(Scheme);

    /// <inheritdoc/>
    private protected sealed override IReadOnlyList<WebhookSecret> ReadSecrets() => RequireSecrets(PublicKeyPath);

    /// <summary>The headers that were given, and the signature among them.</summary>
    private protected SignatureHeaders ReadHeaders()
    {
        SignatureHeaders headers = ReadGivenHeaders();
        if (Signature is not null)
        {
            headers.Add(SignatureHeader ?? FoundScheme.HeaderNames[0], Signature);
        }

        return headers;
    }

    /// <summary>What -Headers holds.</summary>
    private protected abstract SignatureHeaders ReadGivenHeaders();
}
