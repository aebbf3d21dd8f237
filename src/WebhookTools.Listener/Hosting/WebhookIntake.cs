using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Deduplication;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Protocols;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Hosting;

/// <summary>Keeps what a protocol accepted: finds repeats, journals the rest. When it returns, what it says is on disk.</summary>
internal sealed class WebhookIntake(
    IJournal journal,
    Deduplicator? deduplicator,
    ReportStore reports,
    ListenerCounters counters,
    ThrottledLog log)
{
    public bool IsReady => journal.IsHealthy;

    public string NextId() => journal.NextId();

    /// <param name="entry">The entry, with all alerts of the webhook.</param>
    public async ValueTask<IntakeResult> KeepAsync(JournalEntry entry, bool hasFingerprints)
    {
        counters.BeginWaiting();
        try
        {
            return deduplicator is null || !hasFingerprints
                ? await AppendAsync(entry)
                : await AppendNewAsync(deduplicator, entry);
        }
        finally
        {
            counters.EndWaiting();
        }
    }

    private async ValueTask<IntakeResult> AppendNewAsync(Deduplicator known, JournalEntry entry)
    {
        // Waiting for another notification's append is as short as our own append; the sender going away does not end it.
        DeduplicationClaim claim = await known.ClaimAsync(entry.Protocol, entry.Alerts, CancellationToken.None);
        if (claim.IsRepeat)
        {
            known.Keep(entry.Protocol, claim);
            counters.Duplicate(entry.Protocol);
            return IntakeResult.Repeat;
        }

        bool isKept = false;
        try
        {
            IntakeResult result = await AppendAsync(WithAlerts(entry, claim.NewAlerts));
            isKept = result.IsKept;
            return result;
        }
        finally
        {
            if (isKept)
            {
                known.Keep(entry.Protocol, claim);
            }
            else
            {
                known.GiveUp(entry.Protocol, claim);
            }
        }
    }

    private async ValueTask<IntakeResult> AppendAsync(JournalEntry entry)
    {
        try
        {
            await journal.AppendAsync(entry);
        }
        catch (Exception exception) when (exception is WebhookException or IOException or ObjectDisposedException)
        {
            log.Write(ListenerLogLevel.Error, "WebhookNotKept", () => $"A webhook could not be kept and was answered 503: {exception.Message}");
            return IntakeResult.Failed;
        }

        counters.Accepted(entry.Protocol, entry.Alerts.Count, entry.ReceivedAt);
        foreach (WebhookAlert alert in entry.Alerts)
        {
            reports.Add(alert);
        }

        return IntakeResult.Kept(entry.Alerts);
    }

    /// <summary>The entry with only those alerts, numbered as they stand in its line.</summary>
    private static JournalEntry WithAlerts(JournalEntry entry, IReadOnlyList<WebhookAlert> alerts)
    {
        if (alerts.Count == entry.Alerts.Count)
        {
            return entry;
        }

        return entry with { Alerts = [.. alerts.Select((alert, number) => alert with { Id = WebhookRequest.AlertIdOf(entry.Id, number) })] };
    }
}
