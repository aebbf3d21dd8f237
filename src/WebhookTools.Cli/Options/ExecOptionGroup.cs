using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Listening;
using WebhookTools.Cli.Syntax;

namespace WebhookTools.Cli.Options;

/// <summary>The program that a listener runs for every alert.</summary>
internal sealed class ExecOptionGroup
{
    // The credentials of the collector that metrics are pushed to.
    private static readonly string[] CollectorVariables = ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_METRICS_HEADERS"];

    private readonly Option<string> _command = OptionFactory.Text("--exec", "COMMAND", "Runs a program for every alert after the response is sent. The program gets the alert as JSON on standard input, and in the environment variables WEBHOOK_NAME, WEBHOOK_STATUS, WEBHOOK_SEVERITY, WEBHOOK_SUMMARY, WEBHOOK_FINGERPRINT, WEBHOOK_PROTOCOL, WEBHOOK_EVENT, WEBHOOK_ID and WEBHOOK_RECEIVED_AT. Its exit code and standard error are logged; its standard output is discarded. It does not inherit the environment variables that hold the listener's secrets. The program is not run by a shell; to use one, write --exec sh --exec-arg=-c --exec-arg='…'.");
    private readonly ValueListOption<string> _arguments = new("--exec-arg", "An argument of the program. Write one that begins with a hyphen as --exec-arg=-c.", TextSyntax.Any);
    private readonly ValueOption<int> _concurrency = new("--exec-concurrency", "The number of programs that may run concurrently. 1 keeps the order of the alerts.", NumberSyntax.Integer(1, 256), "4");
    private readonly ValueOption<TimeSpan> _timeout = new("--exec-timeout-sec", "The time limit for one alert. After it, the program and its child processes are killed.", NumberSyntax.Seconds(0.1, 86_400), "30");

    public void AddTo(Command command) => command.AddRange(_command, _arguments, _concurrency, _timeout);

    /// <summary>Reads the options, or returns null if no program is run.</summary>
    public ExecProgram? Read(ParseResult parse)
    {
        IReadOnlyList<string> arguments = _arguments.Read(parse);
        if (parse.GetValue(_command) is not { } command)
        {
            return arguments.Count == 0 ? null : throw CommandLineErrors.OptionNeeds("--exec-arg", "--exec");
        }

        return new ExecProgram(
            ExecProgram.Find(command) ?? throw CommandLineErrors.CommandNotFound(command),
            arguments,
            _concurrency.Read(parse, 4),
            _timeout.Read(parse, TimeSpan.FromSeconds(30)),
            [.. SecretOptionGroup.VariablesOf(parse), SchemeOptionGroup.SecretVariable, .. CollectorVariables]);
    }
}
