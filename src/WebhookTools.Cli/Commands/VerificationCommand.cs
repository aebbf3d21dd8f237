using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;

namespace WebhookTools.Cli.Commands;

/// <summary>A command that verifies the signature of a received webhook. It exits with 0 if the signature is valid, with 1 if it is not, and with 2 if it could not be verified.</summary>
internal abstract class VerificationCommand<TResult> : CliCommand
{
    // The shared options come first in help; a derived constructor adds its own, and Json last.
    protected VerificationCommand(CommandContext context, string name, string description)
        : base(context, name, description)
    {
        Webhook = new ReceivedWebhookOptionGroup(context);
        Scheme.AddTo(this);
        Webhook.AddTo(this);
    }

    protected SchemeOptionGroup Scheme { get; } = new(isRequired: true, verifies: true);

    protected ReceivedWebhookOptionGroup Webhook { get; }

    protected Option<bool> Json { get; } = OptionFactory.Switch("--json", "Prints one JSON object.");

    protected sealed override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        TResult result;
        try
        {
            result = await VerifyAsync(parse, cancellationToken);
        }
        catch (WebhookException error)
        {
            // Exit code 1 means "not valid". A failure to verify must not look like that.
            ErrorPrinter.Print(Context.Error, error);
            return ExitCode.Usage;
        }

        if (parse.GetValue(Json))
        {
            WriteJson(result);
        }
        else
        {
            WriteText(result);
        }

        return IsValid(result) ? ExitCode.Done : ExitCode.Failed;
    }

    /// <exception cref="WebhookException">The signature could not be verified.</exception>
    protected abstract Task<TResult> VerifyAsync(ParseResult parse, CancellationToken cancellationToken);

    protected abstract bool IsValid(TResult result);

    protected abstract void WriteJson(TResult result);

    protected abstract void WriteText(TResult result);
}
