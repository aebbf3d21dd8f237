using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Listening;
using WebhookTools.Cli.Syntax;

namespace WebhookTools.Cli.Options;

/// <summary>The command that a listener runs for every alert.</summary>
internal sealed class ExecArguments
{
    private readonly Option<string> _command = OptionFactory.Text("--exec", "COMMAND", "Runs a program for every alert, behind the reply: the alert as JSON on its standard input, and as variables WEBHOOK_NAME, WEBHOOK_STATUS, WEBHOOK_SEVERITY, WEBHOOK_SUMMARY, WEBHOOK_FINGERPRINT, WEBHOOK_PROTOCOL, WEBHOOK_EVENT, WEBHOOK_ID and WEBHOOK_RECEIVED_AT. Its exit code and standard error are logged, its standard output is not read. No shell is between: for one, --exec sh --exec-arg=-c --exec-arg='…'.");
    private readonly ValueListOption<string> _arguments = new("--exec-arg", "An argument of the program; write one that begins with a hyphen as --exec-arg=-c.", WordSyntax.AnyText);
    private readonly ValueOption<int> _concurrency = new("--exec-concurrency", "How many of it may run at once; 1 keeps the alerts' order.", NumberSyntax.Integer(1, 256), "4");
    private readonly ValueOption<TimeSpan> _timeout = new("--exec-timeout-sec", "How long it may run for one alert; then it is killed, with what it started.", NumberSyntax.Seconds(0.1, 86_400), "30");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => command.AddRange(_command, _arguments, _concurrency, _timeout);

    /// <summary>Reads the options; null where no command is to be run.</summary>
    public AlertCommand? Read(ParseResult parse)
    {
        IReadOnlyList<string> arguments = _arguments.Read(parse);
        if (parse.GetValue(_command) is not { } command)
        {
            return arguments.Count == 0 ? null : throw CommandLineErrors.OptionNeeds("--exec-arg", "--exec");
        }

        return new AlertCommand(
            ExecutableFile.Find(command) ?? throw CommandLineErrors.CommandNotFound(command),
            arguments,
            _concurrency.Read(parse, 4),
            _timeout.Read(parse, TimeSpan.FromSeconds(30)));
    }
}
