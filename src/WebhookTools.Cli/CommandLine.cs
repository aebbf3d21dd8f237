using System.CommandLine;
using System.CommandLine.Help;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Terminal;
using WebhookTools.Cli.Verbs;
using WebhookTools.Core;

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
            using var help = new StringWriter();
            var configuration = new InvocationConfiguration
            {
                Output = help,
                Error = shell.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            int exitCode = await parse.InvokeAsync(configuration, interruption.Token);
            if (help.GetStringBuilder().Length > 0)
            {
                shell.Output.WriteLine(help.ToString().TrimEnd());
            }

            shell.Output.Flush();
            return exitCode;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            shell.Output.Flush();
            shell.Error.WriteLine("interrupted");
            return ExitCode.Interrupted;
        }
        catch (WebhookException error)
        {
            shell.Output.Flush();
            ErrorPrinter.Print(shell.Error, error);
            return ErrorPrinter.ExitCodeOf(error);
        }
        catch (Exception error) when (error is not IOException)
        {
            // Not foreseen, so a fault of ours: the exit code is still one of the four that callers know.
            shell.Output.Flush();
            ErrorPrinter.Print(shell.Error, "Unexpected", "This is a fault of webhooktools. Please report it with what follows.", string.Empty);
            shell.Error.WriteLine(error);
            return ExitCode.Failed;
        }
        catch (IOException error)
        {
            // What the rooms foresee they name themselves: what is left is standard input or output.
            ErrorPrinter.Print(shell.Error, "StreamFailed", $"Standard input or output failed: {error.Message}", "See whether the disk is full or the other end of the pipe has gone.");
            return ExitCode.Failed;
        }
    }

    // Building all verbs takes longer than signing: only the one that is asked for is built.
    private static RootCommand CreateRoot(string[] arguments, Shell shell)
    {
        var root = new RootCommand(Description);
        if (arguments.Length > 0 && VerbRegistry.TryCreate(arguments[0], shell, out Verb? asked))
        {
            root.Subcommands.Add(asked);
        }
        else
        {
            foreach (Verb verb in VerbRegistry.CreateAll(shell))
            {
                root.Subcommands.Add(verb);
            }
        }

        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
            {
                option.Action = new VerbHelpAction(help);
            }
        }

        return root;
    }

    private static int PrintUsageErrors(ParseResult parse, Shell shell)
    {
        if (parse.CommandResult.Command is Verb verb)
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
        shell.Error.WriteLine($"  The verbs are: {string.Join(", ", VerbRegistry.Names)}. 'webhooktools --help' says what each does.");
        return ExitCode.Usage;
    }
}
