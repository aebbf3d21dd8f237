using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;

namespace WebhookTools.Cli.Commands;

/// <summary>A verb that judges the signature of a webhook that was received. It ends with 0 where it is valid, with 1 where it is not, and with 2 where there is no answer.</summary>
/// <typeparam name="T">The judgement.</typeparam>
internal abstract class VerificationCommand<T> : CliCommand
{
    /// <summary>Made first: its options stand before the verb's own.</summary>
    protected VerificationCommand(Shell shell, string name, string description)
        : base(shell, name, description)
    {
        Webhook = new ReceivedWebhookOptions(shell);
        Scheme.AddTo(this);
        Webhook.AddTo(this);
    }

    protected SchemeOptions Scheme { get; } = new(isRequired: true, verifies: true);

    protected ReceivedWebhookOptions Webhook { get; }

    /// <summary>The last option; the verb adds it behind its own.</summary>
    protected Option<bool> Json { get; } = OptionFactory.Switch("--json", "Prints one JSON object.");

    protected sealed override Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        T judgement;
        try
        {
            judgement = Judge(parse, cancellationToken);
        }
        catch (WebhookException error)
        {
            // 1 is an answer. That there could be none must not be taken for one.
            ErrorPrinter.Print(Shell.Error, error);
            return Task.FromResult(ExitCode.Usage);
        }

        if (parse.GetValue(Json))
        {
            WriteJson(judgement);
        }
        else
        {
            WriteText(judgement);
        }

        return Task.FromResult(IsValid(judgement) ? ExitCode.Done : ExitCode.Failed);
    }

    /// <exception cref="WebhookException">There is no answer.</exception>
    protected abstract T Judge(ParseResult parse, CancellationToken cancellationToken);

    protected abstract bool IsValid(T judgement);

    protected abstract void WriteJson(T judgement);

    protected abstract void WriteText(T judgement);
}
