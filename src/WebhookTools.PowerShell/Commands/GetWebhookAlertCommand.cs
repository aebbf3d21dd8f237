using System.Globalization;
using System.Management.Automation;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Reads alerts from a listener's log, rotated and compressed files too.</summary>
[Cmdlet(VerbsCommon.Get, "WebhookAlert")]
[OutputType(typeof(Alert))]
public sealed class GetWebhookAlertCommand : AsyncCommand
{
    /// <summary>The log's active file, as given to the listener; its rotated files are found beside it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "Path")]
    [ValidateNotNullOrEmpty]
    public string[] LogPath { get; set; } = [];

    /// <summary>Only alerts of this protocol, as alertmanager; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Protocol { get; set; }

    /// <summary>Only alerts of this name; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <summary>Only alerts of this status, as firing, resolved, ALARM or OK; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Status { get; set; }

    /// <summary>Only alerts of this severity; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Severity { get; set; }

    /// <summary>Only alerts of this fingerprint; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Fingerprint { get; set; }

    /// <summary>Only alerts that were received at this time or later, as a date or in seconds since 1970.</summary>
    [Parameter]
    [TimestampTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only alerts that were received before this time, as a date or in seconds since 1970.</summary>
    [Parameter]
    [TimestampTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Only the last ones, this many, newest first. Default: all, oldest first.</summary>
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
        Post(() => WriteWarning(string.Create(CultureInfo.InvariantCulture, $"{file}, line {(line < 0 ? $"{-line} from the end" : line)} cannot be read and was passed over: {reason}")));
}
