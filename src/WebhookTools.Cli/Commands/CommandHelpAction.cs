using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace WebhookTools.Cli.Commands;

/// <summary>Help as System.CommandLine writes it, and what a reader looks for next: examples, exit codes, where secrets come from.</summary>
internal sealed class CommandHelpAction(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        int exitCode = inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CliCommand verb)
        {
            output.WriteLine("Examples:");
            foreach (string example in verb.Examples)
            {
                output.WriteLine("  " + example);
            }
        }
        else
        {
            output.WriteLine(
                """
                Secrets:
                  From --secret-env NAME or --secret-file PATH; without either, from the variable WEBHOOKTOOLS_SECRET.

                Exit codes:
                  0 done; 1 the job failed; 2 wrong usage; 3 interrupted
                """);
        }

        return exitCode;
    }
}
