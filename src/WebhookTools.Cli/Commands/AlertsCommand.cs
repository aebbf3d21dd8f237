using System.CommandLine;
using System.Globalization;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Output;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.Listener.Journal.Reading;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools alerts</c>: reads a journal, including its rotated and compressed files.</summary>
internal sealed class AlertsCommand : CliCommand
{
    private readonly Option<string> _path = OptionFactory.Text("--log-path", "PATH", "The journal's active file, as given to 'listen'.");
    private readonly Option<string> _status = OptionFactory.Text("--status", "PATTERN", "The alert's status, such as firing, resolved, ALARM or OK. * and ? are wildcards.");
    private readonly Option<string> _name = OptionFactory.Text("--name", "PATTERN", "The alert's name. * and ? are wildcards.");
    private readonly Option<string> _protocol = OptionFactory.Text("--protocol", "PATTERN", "The protocol of the webhook. * and ? are wildcards.");
    private readonly Option<string> _severity = OptionFactory.Text("--severity", "PATTERN", "The alert's severity. * and ? are wildcards.");
    private readonly Option<string> _fingerprint = OptionFactory.Text("--fingerprint", "PATTERN", "The alert's fingerprint. * and ? are wildcards.");
    private readonly ValueOption<DateTimeOffset> _since;
    private readonly ValueOption<DateTimeOffset> _until;
    private readonly ValueOption<int> _last = new("--last", "Shows only the last N alerts, newest first.", NumberSyntax.Integer(1, int.MaxValue));
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "Prints one JSON object per alert instead of a table.");

    public AlertsCommand(CommandContext context)
        : base(context, "alerts", "Shows the alerts in a journal, oldest first, or newest first with --last. A listener may be writing to the journal at the same time.")
    {
        _path.DefaultValueFactory = _ => "webhook.log";
        _since = new ValueOption<DateTimeOffset>("--since", "Received at or after this time: an ISO 8601 time, or an age such as 2h.", TimeSyntax.Past(context.Time));
        _until = new ValueOption<DateTimeOffset>("--until", "Received before this time: an ISO 8601 time, or an age such as 2h.", TimeSyntax.Past(context.Time));
        this.AddRange(_path, _status, _name, _protocol, _severity, _fingerprint, _since, _until, _last, _json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools alerts --log-path webhook.log --status firing --since 2h",
        "webhooktools alerts --log-path webhook.log --name 'Disk*' --json | jq -r .labels.instance",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var query = new AlertQuery
        {
            Since = _since.TryRead(parse, out DateTimeOffset since) ? since : null,
            Until = _until.TryRead(parse, out DateTimeOffset until) ? until : null,
            Protocol = parse.GetValue(_protocol),
            Name = parse.GetValue(_name),
            Status = parse.GetValue(_status),
            Severity = parse.GetValue(_severity),
            Fingerprint = parse.GetValue(_fingerprint),
        };
        string path = parse.GetValue(_path)!;
        IAsyncEnumerable<WebhookAlert> alerts = _last.TryRead(parse, out int count)
            ? JournalReader.ReadNewestAsync(path, query, count, ReportDamage, cancellationToken)
            : JournalReader.ReadAsync(path, query, ReportDamage, cancellationToken);
        await PrintAsync(alerts.TakeWhile(_ => !Context.Output.IsClosed), parse.GetValue(_json));
        return ExitCode.Done;
    }

    private async Task PrintAsync(IAsyncEnumerable<WebhookAlert> alerts, bool isJson)
    {
        if (!isJson)
        {
            await new AlertTable(Context.Output, Context.Time.LocalTimeZone).PrintAsync(alerts);
            return;
        }

        await foreach (WebhookAlert alert in alerts)
        {
            Context.Output.WriteJsonLine(alert, AlertJson.Write);
        }
    }

    private void ReportDamage(string file, long line, string reason) =>
        Context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"warning: line {(line < 0 ? $"{-line} from the end" : line)} of {DisplayText.Escape(file)} could not be read: {DisplayText.Escape(reason)}"));
}
