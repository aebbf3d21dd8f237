using System.Collections;
using System.Management.Automation;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Tests whether a signature matches a body and its timestamp is within the tolerance.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WebhookSignature", DefaultParameterSetName = BodySet)]
[OutputType(typeof(bool))]
public sealed class TestWebhookSignatureCommand : ReceivedSignatureCommand
{
    /// <summary>The received headers as a dictionary. A value is a string or several strings. Headers that the scheme does not use are ignored.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Headers { get; set; }

    /// <inheritdoc/>
    private protected override bool HasHeaders => Headers is not null;

    /// <inheritdoc/>
    private protected override void ProcessRequest(SignatureRequest request, object? target)
    {
        SignatureVerification verification = FoundScheme.Verify(
            request,
            ReadHeaders(),
            FoundSecrets,
            ReceivedOptions,
            TimeProvider.System);
        WriteVerbose($"{verification.Verdict}: {verification.Reason}");
        if (verification.Verdict is SignatureVerdict.HeaderMissing or SignatureVerdict.HeaderMalformed)
        {
            WriteError(ErrorRecords.Create(CommandErrors.SignatureNotReadable(verification.Verdict.ToString(), verification.Reason), target));
        }

        WriteObject(verification.IsValid);
    }

    /// <inheritdoc/>
    private protected override SignatureHeaders ReadGivenHeaders() => DictionaryReader.ReadSignatureHeaders(Headers);
}
