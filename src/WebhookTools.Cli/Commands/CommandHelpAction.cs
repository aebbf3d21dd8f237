using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace WebhookTools.Cli.Commands;

/// <summary>Prints System.CommandLine's help, followed by examples or, for the program as a whole, by exit codes and the sources of secrets.</summary>
internal sealed class CommandHelpAction(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        int exitCode = inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CliCommand command)
        {
            output.WriteLine("Examples:");
            foreach (string example in command.Examples)
            {
                output.WriteLine("  " + example);
            }
        }
        else
        {
            output.WriteLine(
                """
                Secrets:
                  From --secret-env NAME or --secret-file PATH, or else from the environment variable WEBHOOKTOOLS_SECRET.

                Exit codes:
                  0 done; 1 the job failed; 2 wrong usage; 3 interrupted
                """);
        }

        return exitCode;
    }
}
