using System.Globalization;
using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;

namespace WebhookTools.Cli.Demo;

/// <summary>The steps of the demo. All webhooks are sent over HTTP, and every result is checked where it must appear, finally in the journal.</summary>
internal sealed class DemoRun(CommandContext context, DemoScreen screen, string folder)
{
    private const string SchemeName = "GitHub";
    private const string MetricsPath = "/metrics/health";
    private const string ForgedName = "Forged alarm";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SignatureScheme _scheme = SignatureSchemes.Get(SchemeName);
    private readonly List<ReadOnlyMemory<byte>> _accepted = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        WebhookSecret secret = _scheme.NewSecret(context.Random);
        var options = new ListenerOptions
        {
            Port = 0,
            Journal = new JournalOptions { Path = Path.Combine(folder, "webhook.log") },
            Scheme = _scheme,
            Secrets = [secret],
            Paths = [MetricsPath],
        };

        screen.Step("Start a listener with a new secret and an empty journal");
        await using (WebhookListener listener = await WebhookListener.StartAsync(options, context.Time, log: null, cancellationToken))
        {
            screen.Fact("address", listener.Uri.AbsoluteUri);
            screen.Fact("journal", options.Journal.Path);
            screen.Fact("accepts", $"only webhooks signed with the scheme {_scheme.Name}");
            screen.Check(listener.IsRunning, "the listener is running", "the listener is not running");

            await SendAllAsync(listener, secret, cancellationToken);
            await listener.StopAsync(cancellationToken);
        }

        screen.Step("Read the journal");
        await CheckJournalAsync(options.Journal.Path, cancellationToken);
    }

    private async Task SendAllAsync(WebhookListener listener, WebhookSecret secret, CancellationToken cancellationToken)
    {
        DateTimeOffset now = context.Time.GetUtcNow();
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        following.CancelAfter(Patience);
        await using IAsyncEnumerator<WebhookAlert> alerts = listener.FollowAsync(following.Token).GetAsyncEnumerator(following.Token);

        screen.Step("Send a health metric: a JSON object, flattened and signed");
        ReadOnlyMemory<byte> flat = DemoPayloads.Flatten(DemoPayloads.Metric);
        screen.Fact("object", Encoding.UTF8.GetString(DemoPayloads.Metric.Span));
        await SendAcceptedAsync(listener, new DemoWebhook(MetricsPath, flat, AlertName: null, AlertStatus: null), secret, alerts, cancellationToken);

        screen.Step("Send an Alertmanager notification");
        await SendAcceptedAsync(listener, new DemoWebhook("/webhook", DemoPayloads.Alertmanager(now), "HighCPUUsage", "firing"), secret, alerts, cancellationToken);

        screen.Step("Send a Monasca alarm");
        await SendAcceptedAsync(listener, new DemoWebhook("/", DemoPayloads.Monasca("Disk is full", now), "Disk is full", "ALARM"), secret, alerts, cancellationToken);

        screen.Step("Send a forged alarm: signed with a secret that the listener does not accept");
        DeliveryResult forged = await SendAsync(listener, new DemoWebhook("/", DemoPayloads.Monasca(ForgedName, now), ForgedName, "ALARM"), _scheme.NewSecret(context.Random), cancellationToken);
        screen.Fact("reason", forged.Error?.Message ?? "it was accepted", rows: 2);
        screen.Check(forged.StatusCode == 401, "rejected with 401", Text(forged.StatusCode));
        screen.Check(listener.Statistics is { Accepted: 3, Unauthorized: 1 }, "the listener counts 3 accepted and 1 rejected", $"{listener.Statistics.Accepted} and {listener.Statistics.Unauthorized}");
    }

    private async Task SendAcceptedAsync(WebhookListener listener, DemoWebhook webhook, WebhookSecret secret, IAsyncEnumerator<WebhookAlert> alerts, CancellationToken cancellationToken)
    {
        DeliveryResult result = await SendAsync(listener, webhook, secret, cancellationToken);
        screen.Check(result.IsSuccess, string.Create(CultureInfo.InvariantCulture, $"accepted with {result.StatusCode} after {result.Duration.TotalMilliseconds:0} ms"), result.Error?.Message ?? string.Empty);
        if (!result.IsSuccess)
        {
            return;
        }

        _accepted.Add(webhook.Body);
        WebhookAlert? alert = await NextAsync(alerts, cancellationToken);
        screen.Fact("received", alert is null ? "no alert" : Describe(alert));
        screen.Check(
            alert is not null && IsExpected(alert.Name, webhook.AlertName) && IsExpected(alert.Status, webhook.AlertStatus) && SameJson(alert.Body, webhook.Body),
            "the listener reported an alert with the same body",
            "the alert differs from the webhook");
    }

    private static async Task<WebhookAlert?> NextAsync(IAsyncEnumerator<WebhookAlert> alerts, CancellationToken cancellationToken)
    {
        try
        {
            return await alerts.MoveNextAsync() ? alerts.Current : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Timed out.
            return null;
        }
    }

    private async Task<DeliveryResult> SendAsync(WebhookListener listener, DemoWebhook webhook, WebhookSecret secret, CancellationToken cancellationToken)
    {
        var options = new DeliveryOptions
        {
            Uri = new Uri(listener.Uri, webhook.Path),
            Timeout = Patience,
            Retry = RetryOptions.Default with { MaximumRetryCount = 0 },
            Connection = ConnectionOptions.Default with { NoProxy = true },
            Signing = new SigningOptions { Scheme = _scheme, Secrets = [secret] },
        };
        DeliveryResult result = await WebhookSender.Shared.SendAsync(WebhookBody.FromBytes(webhook.Body), options, observer: null, cancellationToken);
        screen.Fact("sent", Encoding.UTF8.GetString(webhook.Body.Span).TrimEnd());
        foreach ((string name, string value) in result.SignatureHeaders)
        {
            screen.Fact("signed", $"{name}: {value}");
        }

        return result;
    }

    private async Task CheckJournalAsync(string path, CancellationToken cancellationToken)
    {
        string[] lines = await File.ReadAllLinesAsync(path, cancellationToken);
        int verified = 0;
        foreach (string line in lines)
        {
            screen.Fact("line", line, rows: 3);
            using JsonDocument entry = JsonDocument.Parse(line);
            verified += entry.RootElement.GetProperty("signature").ValueEquals("verified"u8) ? 1 : 0;
        }

        var damaged = new List<string>();
        var bodies = new List<string?>();
        await foreach (WebhookAlert alert in JournalReader.ReadAsync(path, AlertQuery.All, (_, _, reason) => damaged.Add(reason), cancellationToken))
        {
            bodies.Add(alert.Body);
        }

        screen.Check(lines.Length == 3 && damaged.Count == 0, "the journal has 3 lines, and all are readable", $"{lines.Length} lines, {damaged.Count} damaged");
        screen.Check(verified == 3, "each line records a verified signature", $"{verified} lines do");
        screen.Check(
            bodies.Count == _accepted.Count && bodies.Zip(_accepted).All(pair => SameJson(pair.First, pair.Second)),
            "they contain the webhooks in the order in which they were sent, each once",
            $"{bodies.Count} alerts for {_accepted.Count} webhooks, or different bodies");
        screen.Check(!lines.Any(line => line.Contains(ForgedName, StringComparison.Ordinal)), "the forged alarm is not in the journal", "it is in the journal");
    }

    private static string Describe(WebhookAlert alert)
    {
        // An alert without a name is shown by its body.
        string?[] parts = [alert.Protocol, alert.Name ?? alert.Body, alert.Status, alert.Severity, alert.Summary];
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static bool IsExpected(string? value, string? expected) => expected is null || string.Equals(value, expected, StringComparison.Ordinal);

    private static bool SameJson(string? received, ReadOnlyMemory<byte> sent)
    {
        if (received is null)
        {
            return false;
        }

        using JsonDocument left = JsonDocument.Parse(received);
        using JsonDocument right = JsonDocument.Parse(sent);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    private static string Text(int? status) => status?.ToString(CultureInfo.InvariantCulture) ?? "no response";
}

/// <param name="Path">The path on the listener.</param>
/// <param name="AlertName">The name of the resulting alert, or null if it has none.</param>
/// <param name="AlertStatus">The status of the resulting alert, or null if it has none.</param>
internal sealed record DemoWebhook(string Path, ReadOnlyMemory<byte> Body, string? AlertName, string? AlertStatus);
