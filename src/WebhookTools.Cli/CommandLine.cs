using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using WebhookTools.Cli.Commands;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli;

/// <summary>Parses the arguments, runs the command, and turns its outcome into an exit code.</summary>
internal static partial class CommandLine
{
    private const string Name = "webhooktools";
    private const string Description = "Signs, sends, receives and checks webhooks.";

    public static async Task<int> RunAsync(string[] arguments, CommandContext context)
    {
        Command root = CreateRoot(context);
        ParseResult parse = root.Parse(arguments, new ParserConfiguration
        {
            // A body or a header may begin with '@', so there are no response files; and '-ab' is not a bundle of options.
            ResponseFileTokenReplacer = null,
            EnablePosixBundling = false,
        });

        if (parse.Action is not { ClearsParseErrors: true } && parse.Errors.Count > 0)
        {
            return PrintUsageErrors(parse, context);
        }

        try
        {
            int exitCode = await InvokeAsync(parse, context, context.Interruption.Requested);
            context.Output.Flush();
            return exitCode;
        }
        catch (Exception error)
        {
            context.Output.TryFlush();
            return ErrorPrinter.Report(context.Error, error, context.Interruption.Requested.IsCancellationRequested);
        }
    }

    private static async Task<int> InvokeAsync(ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        using var help = new StringWriter();
        var configuration = new InvocationConfiguration
        {
            Output = help,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        int exitCode = await parse.InvokeAsync(configuration, cancellationToken);
        if (help.GetStringBuilder().Length > 0)
        {
            context.Output.WriteLine(help.ToString().TrimEnd());
        }

        return exitCode;
    }

    // Not a RootCommand, which takes its name from the executable file and loads reflection for that.
    private static Command CreateRoot(CommandContext context)
    {
        var help = new HelpOption();
        help.Action = new CommandHelpAction((HelpAction)help.Action!);
        var root = new Command(Name, Description);
        root.Options.Add(help);
        root.Options.Add(new VersionOption());
        foreach (CliCommand command in CommandRegistry.CreateAll(context))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static int PrintUsageErrors(ParseResult parse, CommandContext context)
    {
        if (parse.CommandResult.Command is CliCommand command)
        {
            foreach (string message in parse.Errors.Select(error => Masked(error.Message, parse.UnmatchedTokens)).Distinct(StringComparer.Ordinal))
            {
                context.Error.WriteLine($"error: {DisplayText.Escape(message)}");
            }

            context.Error.WriteLine($"  Run '{Name} {command.Name} --help' for usage.");
            return ExitCode.Usage;
        }

        string? unknown = parse.UnmatchedTokens.Count > 0 ? parse.UnmatchedTokens[0] : null;
        context.Error.WriteLine(unknown is null ? "error: No command was given." : $"error: Unknown command '{(Word().IsMatch(unknown) ? unknown : WebhookSecret.Mask)}'.");
        context.Error.WriteLine($"  The commands are {string.Join(", ", parse.RootCommandResult.Command.Subcommands.Select(known => known.Name))}. Run '{Name} --help' for a description of each.");
        return ExitCode.Usage;
    }

    // What follows a misspelled option, or a guessed one such as --secret, may be a secret. The name of an option is not.
    private static string Masked(string message, IReadOnlyList<string> unmatched)
    {
        foreach (string token in unmatched)
        {
            Match option = OptionName().Match(token);
            message = message.Replace($"'{token}'", $"'{(option.Success ? option.Value : WebhookSecret.Mask)}'", StringComparison.Ordinal);
        }

        return message;
    }

    [GeneratedRegex("^--[a-z][a-z-]{0,39}(?![^=:])", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex OptionName();

    [GeneratedRegex("^[a-z][a-z-]{0,19}$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}
