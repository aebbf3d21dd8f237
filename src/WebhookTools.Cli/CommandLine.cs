using System.CommandLine;
using System.CommandLine.Help;
using WebhookTools.Cli.Commands;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Terminal;

namespace WebhookTools.Cli;

/// <summary>From arguments to an exit code: finds the verb, runs it, shows what went wrong.</summary>
internal static class CommandLine
{
    private const string Description = "Signs, sends, receives and checks webhooks.";

    /// <summary>Runs the verb that the arguments ask for.</summary>
    public static async Task<int> RunAsync(string[] arguments, Shell shell)
    {
        RootCommand root = CreateRoot(arguments, shell);
        ParseResult parse = root.Parse(arguments, new ParserConfiguration
        {
            // '@name' is a body or a header like any other, never a file of options; and '-ab' is no bundle.
            ResponseFileTokenReplacer = null,
            EnablePosixBundling = false,
        });

        if (parse.Action is not { ClearsParseErrors: true } && parse.Errors.Count > 0)
        {
            return PrintUsageErrors(parse, shell);
        }

        using var interruption = new Interruption();
        try
        {
            int exitCode = await InvokeAsync(parse, shell, interruption.Token);
            shell.Output.Flush();
            return exitCode;
        }
        catch (Exception error)
        {
            shell.Output.TryFlush();
            return ErrorPrinter.Report(shell.Error, error, interruption.Token.IsCancellationRequested);
        }
    }

    private static async Task<int> InvokeAsync(ParseResult parse, Shell shell, CancellationToken cancellationToken)
    {
        using var help = new StringWriter();
        var configuration = new InvocationConfiguration
        {
            Output = help,
            Error = shell.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        int exitCode = await parse.InvokeAsync(configuration, cancellationToken);
        if (help.GetStringBuilder().Length > 0)
        {
            shell.Output.WriteLine(help.ToString().TrimEnd());
        }

        return exitCode;
    }

    // Building all verbs takes longer than signing: only the one that is asked for is built.
    private static RootCommand CreateRoot(string[] arguments, Shell shell)
    {
        var root = new RootCommand(Description);
        if (arguments.Length > 0 && CommandRegistry.TryCreate(arguments[0], shell, out CliCommand? asked))
        {
            root.Subcommands.Add(asked);
        }
        else
        {
            foreach (CliCommand verb in CommandRegistry.CreateAll(shell))
            {
                root.Subcommands.Add(verb);
            }
        }

        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
            {
                option.Action = new CommandHelpAction(help);
            }
        }

        return root;
    }

    private static int PrintUsageErrors(ParseResult parse, Shell shell)
    {
        if (parse.CommandResult.Command is CliCommand verb)
        {
            foreach (string message in parse.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
            {
                shell.Error.WriteLine($"error: {TerminalText.Clean(message)}");
            }

            shell.Error.WriteLine($"  'webhooktools {verb.Name} --help' shows how it is used.");
            return ExitCode.Usage;
        }

        string? unknown = parse.UnmatchedTokens.Count > 0 ? parse.UnmatchedTokens[0] : null;
        shell.Error.WriteLine(unknown is null ? "error: No verb was given." : $"error: There is no verb '{TerminalText.Clean(unknown)}'.");
        shell.Error.WriteLine($"  The verbs are: {string.Join(", ", CommandRegistry.Names)}. 'webhooktools --help' says what each does.");
        return ExitCode.Usage;
    }
}
