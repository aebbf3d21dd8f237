using System.Globalization;
using System.Management.Automation;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Reads alerts from a listener's log, including rotated and compressed files.</summary>
[Cmdlet(VerbsCommon.Get, "WebhookAlert")]
[OutputType(typeof(Alert))]
public sealed class GetWebhookAlertCommand : AsyncCommand
{
    /// <summary>The path of the log's active file, as specified for the listener. Rotated files in the same folder are also read.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "Path")]
    [ValidateNotNullOrEmpty]
    public string[] LogPath { get; set; } = [];

    /// <summary>The protocol of the alerts to return, for example alertmanager. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Protocol { get; set; }

    /// <summary>The name of the alerts to return. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <summary>The status of the alerts to return, for example firing, resolved, ALARM or OK. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Status { get; set; }

    /// <summary>The severity of the alerts to return. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Severity { get; set; }

    /// <summary>The fingerprint of the alerts to return. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Fingerprint { get; set; }

    /// <summary>Returns alerts that were received at or after this time: a date, or seconds since 1970.</summary>
    [Parameter]
    [TimestampTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Returns alerts that were received before this time: a date, or seconds since 1970.</summary>
    [Parameter]
    [TimestampTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>The number of newest alerts to return, newest first. By default, all alerts are returned, oldest first.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var query = new AlertQuery
        {
            Protocol = Protocol,
            Name = Name,
            Status = Status,
            Severity = Severity,
            Fingerprint = Fingerprint,
            Since = Since,
            Until = Until,
        };
        foreach (string path in LogPath.Select(ResolvePath))
        {
            Run(cancellationToken => WriteAsync(
                Last is { } count
                    ? JournalReader.ReadNewestAsync(path, query, count, Warn, cancellationToken)
                    : JournalReader.ReadAsync(path, query, Warn, cancellationToken),
                cancellationToken));
        }
    }

    private async Task WriteAsync(IAsyncEnumerable<WebhookAlert> alerts, CancellationToken cancellationToken)
    {
        await foreach (WebhookAlert alert in alerts)
        {
            await OutputAsync(Alert.From(alert), cancellationToken);
        }
    }

    private void Warn(string file, long line, string reason) =>
        Post(() => WriteWarning(string.Create(CultureInfo.InvariantCulture, $"Skipped line {(line < 0 ? $"{-line} from the end" : line)} of '{file}', because it could not be read: {reason}")));
}
