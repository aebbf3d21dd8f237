using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Terminal;

namespace WebhookTools.Cli.Commands;

/// <summary>A command of the command line: its options, its examples, and the calls into the projects that do the work.</summary>
internal abstract class CliCommand : Command
{
    protected CliCommand(CommandContext context, string name, string description)
        : base(name, description)
    {
        Context = context;
        SetAction(RunAsync);
    }

    /// <summary>The command lines that <c>--help</c> ends with. Each runs as it is.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    protected CommandContext Context { get; }

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken);
}
