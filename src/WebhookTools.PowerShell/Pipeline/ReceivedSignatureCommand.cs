using System.Management.Automation;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>The base of the cmdlets that verify a received signature: the parameters for the signature, the public keys and the tolerance.</summary>
public abstract class ReceivedSignatureCommand : BodySigningCommand
{
    /// <summary>The received value of the header that carries the signature. Use -Headers for other headers.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Signature { get; set; }

    /// <summary>Files with a public key, as PEM or in the scheme's own format, for the schemes that sign with a private key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? PublicKeyPath { get; set; }

    /// <summary>The maximum difference between the signed time and now, in seconds. 0 ignores the time. The default is that of the scheme.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double? ToleranceSec { get; set; }

    /// <summary>True if headers are specified or come with the input.</summary>
    private protected abstract bool HasHeaders { get; }

    /// <summary>The options of the scheme, with the tolerance.</summary>
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

    /// <summary>Returns the headers that are specified, including the signature.</summary>
    private protected SignatureHeaders ReadHeaders()
    {
        SignatureHeaders headers = ReadGivenHeaders();
        if (Signature is not null)
        {
            headers.Add(SignatureHeader ?? FoundScheme.HeaderNames[0], Signature);
        }

        return headers;
    }

    /// <summary>Returns the headers of the parameter.</summary>
    private protected abstract SignatureHeaders ReadGivenHeaders();
}
