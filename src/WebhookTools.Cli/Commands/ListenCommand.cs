using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Listening;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Output;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools listen</c>: receives webhooks and writes every alert to the journal until it is stopped.</summary>
internal sealed class ListenCommand : CliCommand
{
    /// <summary>The files that one run of a program needs: both ends of three pipes while it starts, and some more to kill it with its child processes.</summary>
    private const int FilesPerProgram = 8;

    // After a second signal, the process ends even if a program cannot be killed.
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);

    // If stopping the listener took all of the time, the last alerts are printed nevertheless, unless nothing reads them.
    private static readonly TimeSpan MinimumPrintingTime = TimeSpan.FromSeconds(0.5);

    private readonly ListenerOptionGroup _listener = new();
    private readonly ExecOptionGroup _exec = new();
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "Prints the readiness line, and then each alert as it arrives, as one JSON object per line.");
    private readonly Option<bool> _verbose = OptionFactory.Switch("--verbose", "Logs details on standard error, such as why a signature was rejected.");

    public ListenCommand(CommandContext context)
        : base(context, "listen", "Receives webhooks and writes every alert to a rotating log. A 2xx response means that the alert is on disk. Exits with 0 when it is stopped by SIGINT (Ctrl+C) or SIGTERM.")
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
        ExecProgram? program = _exec.Read(parse);
        options = options with { ReservedFiles = FilesPerProgram * (program?.Concurrency ?? 0) };
        await using var log = new OperatorLog(Context.Error, parse.GetValue(_verbose) ? ListenerLogLevel.Debug : ListenerLogLevel.Information, Context.Time);
        if (_listener.IsSecretUnused(parse))
        {
            log.Write(new ListenerLogEntry(ListenerLogLevel.Warning, Context.Time.GetUtcNow(), "SecretIdle", $"{SchemeOptionGroup.SecretVariable} is set, but signatures are not verified without --scheme."));
        }

        // A stop signal during the start is handled after it, like any other.
        await using WebhookListener listener = await WebhookListener.StartAsync(options, Context.Time, log.Write, CancellationToken.None);
        await using ExecRunner? runner = program is null ? null : new ExecRunner(program, listener, Context.Time, log.Write);

        // Blocks, because the process ends when this returns.
        await using CancellationTokenRegistration killing = Context.Interruption.Forced.Register(() => runner?.AbortAsync().Wait(KillTimeout));
        Task output = parse.GetValue(_json) ? Task.Run(() => PrintAlertsAsync(listener, log), CancellationToken.None) : PrintReadiness(listener);
        await WaitForSignalAsync(cancellationToken);
        long began = Context.Time.GetTimestamp();
        await listener.StopAsync(CancellationToken.None);
        if (runner is not null)
        {
            await runner.FinishAsync(RemainingOf(options.StopTimeout, began));
        }

        await FinishPrintingAsync(output, RemainingOf(options.StopTimeout, began), log);
        return ExitCode.Done;
    }

    // One timeout covers the whole stop, so that it ends before a service manager kills the process.
    private TimeSpan RemainingOf(TimeSpan timeout, long began)
    {
        TimeSpan remaining = timeout - Context.Time.GetElapsedTime(began);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private static async Task WaitForSignalAsync(CancellationToken cancellationToken)
    {
        var signaled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellationToken.Register(signaled.SetResult);
        await signaled.Task;
    }

    private Task PrintReadiness(WebhookListener listener)
    {
        Context.Output.WriteLine($"listening on {Address(listener)} journal {DisplayText.Escape(listener.Options.Journal.Path)}");
        Context.Output.Flush();
        return Task.CompletedTask;
    }

    // Completes when the listener has stopped and its last alert is printed.
    private async Task PrintAlertsAsync(WebhookListener listener, OperatorLog log)
    {
        // Subscribe before printing the readiness line, so that an alert posted in response to that line is printed.
        IAsyncEnumerable<WebhookAlert> alerts = listener.FollowAsync(
            missed => log.Write(new ListenerLogEntry(ListenerLogLevel.Warning, Context.Time.GetUtcNow(), "AlertsNotPrinted", $"{missed} alerts were not printed because standard output was not read fast enough. They are in the journal.")),
            CancellationToken.None);
        Context.Output.WriteJsonLine(listener, static (writer, listener) =>
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
        Context.Output.Flush();
        await foreach (WebhookAlert alert in alerts)
        {
            Context.Output.WriteJsonLine(alert, AlertJson.Write);
            Context.Output.Flush();
        }
    }

    private async Task FinishPrintingAsync(Task output, TimeSpan timeout, OperatorLog log)
    {
        try
        {
            await output.WaitAsync(timeout > MinimumPrintingTime ? timeout : MinimumPrintingTime, Context.Time);
        }
        catch (TimeoutException)
        {
            Context.Output.Abandon();
            log.Write(new ListenerLogEntry(ListenerLogLevel.Warning, Context.Time.GetUtcNow(), "AlertsNotPrinted", "The last alerts were not printed because standard output was not read before the stop timeout. They are in the journal."));
        }
    }

    private static string Address(WebhookListener listener) => listener.Uri.AbsoluteUri.TrimEnd('/');
}
