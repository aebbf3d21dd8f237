using System.CommandLine;
using WebhookTools.Cli.Json;
using WebhookTools.Cli.Listening;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools listen</c>: receives webhooks and keeps every alert, until it is told to stop.</summary>
internal sealed class ListenCommand : CliCommand
{
    public const string VerbName = "listen";

    private readonly ListenerArguments _listener = new();
    private readonly ExecArguments _exec = new();
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "Prints the readiness line and then each alert as it comes as JSON, one object per line.");
    private readonly Option<bool> _verbose = OptionFactory.Switch("--verbose", "Logs on standard error what helps to find a cause, as why a signature was refused.");

    public ListenCommand(Shell shell)
        : base(shell, VerbName, "Receives webhooks and keeps every alert in a rotating log. A 2xx means that it is on disk. Ends with 0 when it is stopped by SIGINT (Ctrl+C) or SIGTERM.")
    {
        _listener.AddTo(this);
        _exec.AddTo(this);
        this.AddRange(_json, _verbose);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools listen --log-path /var/log/webhook/webhook.log --token-file /etc/webhook/token",
        "webhooktools listen --port 9000 --scheme GitHub --secret-env HOOK_SECRET --json | jq .name",
        "webhooktools listen --exec /usr/local/bin/page-me --exec-concurrency 1 --exec-timeout-sec 10",
        "webhooktools listen --token-env API_TOKEN --forward-to https://hooks.example.com/in --forward-scheme StandardWebhooks --forward-secret-env FORWARD_SECRET",
        "webhooktools listen --address 0.0.0.0 --token-env API_TOKEN --maximum-log-size 100MiB --retained-age 90d --compress",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        ListenerOptions options = _listener.Read(parse);
        AlertCommand? command = _exec.Read(parse);
        await using var log = new OperatorLog(Shell.Error, parse.GetValue(_verbose) ? ListenerLogLevel.Debug : ListenerLogLevel.Information);
        if (_listener.IsSecretIdle(parse))
        {
            log.Write(new ListenerLogEntry(ListenerLogLevel.Warning, Shell.Time.GetUtcNow(), "SecretIdle", $"{SchemeOptions.SecretVariable} is set, but without --scheme no signature is checked."));
        }

        // A stop that comes while it starts is a stop as any other: it is looked at when there is something to stop.
        await using WebhookListener listener = await WebhookListener.StartAsync(options, Shell.Time, log.Write, CancellationToken.None);
        await using AlertCommandRunner? runner = command is null ? null : new AlertCommandRunner(command, listener, Shell.Time, log.Write);
        Task output = parse.GetValue(_json) ? PrintAlertsAsync(listener, log) : PrintReadiness(listener);
        await WaitForSignalAsync(cancellationToken);
        long began = Shell.Time.GetTimestamp();
        await listener.StopAsync(CancellationToken.None);
        if (runner is not null)
        {
            await runner.FinishAsync(LeftOf(options.StopTimeout, began));
        }

        await output;
        return ExitCode.Done;
    }

    // One bound for all of a stop, so that it ends before a service manager kills it.
    private TimeSpan LeftOf(TimeSpan bound, long began)
    {
        TimeSpan left = bound - Shell.Time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static async Task WaitForSignalAsync(CancellationToken cancellationToken)
    {
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellationToken.Register(signalled.SetResult);
        await signalled.Task;
    }

    private Task PrintReadiness(WebhookListener listener)
    {
        Shell.Output.WriteLine($"listening on {Address(listener)} journal {TerminalText.Clean(listener.Options.Journal.Path)}");
        Shell.Output.Flush();
        return Task.CompletedTask;
    }

    // Ends when the listener has stopped and its last alert is printed.
    private async Task PrintAlertsAsync(WebhookListener listener, OperatorLog log)
    {
        // Followed before it says that it is ready: whoever reads that and posts at once finds the alert below it.
        IAsyncEnumerable<WebhookAlert> alerts = listener.FollowAsync(
            missed => log.Write(new ListenerLogEntry(ListenerLogLevel.Warning, Shell.Time.GetUtcNow(), "AlertsNotPrinted", $"{missed} alerts were not printed, since standard output took them too slowly: the journal holds them.")),
            CancellationToken.None);
        Shell.Output.WriteJsonLine(listener, static (writer, listener) =>
        {
            writer.WriteStartObject();
            writer.WriteString("listening", Address(listener));
            writer.WriteString("journal", listener.Options.Journal.Path);
            if (listener.CertificateThumbprint is { } thumbprint)
            {
                writer.WriteString("certificateThumbprint", thumbprint);
            }

            writer.WriteEndObject();
        });
        Shell.Output.Flush();
        await foreach (WebhookAlert alert in alerts)
        {
            Shell.Output.WriteJsonLine(alert, AlertJson.Write);
            Shell.Output.Flush();
        }
    }

    private static string Address(WebhookListener listener) => listener.Uri.AbsoluteUri.TrimEnd('/');
}
