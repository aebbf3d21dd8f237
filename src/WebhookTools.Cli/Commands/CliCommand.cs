using System.CommandLine;

namespace WebhookTools.Cli.Commands;

/// <summary>A verb of the command line: its options, its examples, and the call into the rooms that do the work.</summary>
internal abstract class CliCommand : Command
{
    protected CliCommand(Shell shell, string name, string description)
        : base(name, description)
    {
        Shell = shell;
        SetAction(RunAsync);
    }

    /// <summary>What <c>--help</c> ends with: lines that can be typed as they are.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>The process around the verb.</summary>
    protected Shell Shell { get; }

    /// <summary>Does the job.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken);
}
