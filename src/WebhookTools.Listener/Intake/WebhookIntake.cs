using System.Net;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Deduplication;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener.Intake;

/// <summary>
/// Takes a webhook in: authenticates it, lets its protocol read it, removes duplicates and adds it to the journal. It knows no
/// transport: a web server calls it, and a queue could.
/// </summary>
internal sealed class WebhookIntake(
    IJournal journal,
    Deduplicator deduplicator,
    CredentialAuthenticator credentials,
    SignatureAuthenticator signatures,
    JournalHeaders headers,
    JournalAddress address,
    RateLimitPolicy limits,
    ListenerCounters counters,
    ThrottledLog log,
    TimeProvider timeProvider)
{
    public bool IsReady => journal.IsHealthy;

    /// <summary>Checks the credentials before a transport reads the body, so that a stranger's body costs no memory.</summary>
    /// <returns>The rejection, or null if the credentials are accepted or none are required.</returns>
    public Rejection? CheckCredentials(SignatureHeaders received) =>
        credentials.FindProblem(received) is { } problem
            ? limits.CountUnauthorized(new Rejection(RejectionCause.Credentials, credentials.Unauthorized, problem), UserAgentOf(received))
            : null;

    /// <summary>Takes a webhook in. When this returns, what the response promises is on disk.</summary>
    /// <param name="protocol">The protocol that the address of the webhook selects.</param>
    public async ValueTask<IntakeResult> ReceiveAsync(WebhookProtocol protocol, IncomingWebhook webhook)
    {
        if (!webhook.AreCredentialsChecked && CheckCredentials(webhook.Headers) is { } unauthorized)
        {
            return Rejected(unauthorized);
        }

        webhook = webhook with { Id = journal.NextId(), ReceivedAt = timeProvider.GetUtcNow() };
        if (protocol.CheckBeforeSignature(webhook) is { } early)
        {
            return Rejected(limits.CountUnauthorized(new Rejection(RejectionCause.Payload, early.Response, early.Reason), UserAgentOf(webhook.Headers)));
        }

        Mark? message = null;
        SignedWebhook? signed = signatures.Read(webhook, protocol.SchemeFor);
        if (signed is not null)
        {
            SignatureVerification verification = Verify(signed);
            if (EndsWith(protocol, webhook, signed, verification) is { } ended)
            {
                return ended;
            }

            message = MarkOf(webhook, signed, verification);
        }

        if (limits.CountAuthorized(UserAgentOf(webhook.Headers)) is { } overLimit)
        {
            return Rejected(overLimit);
        }

        webhook = address.WithMaskedPath(webhook);
        WebhookReading reading = protocol.Read(webhook);
        if (!reading.IsAccepted)
        {
            return Rejected(new Rejection(RejectionCause.Payload, reading.Response, reading.Reason));
        }

        JournalEntry entry = EntryOf(protocol, webhook, reading, signed is null ? SignatureAuthenticator.NotRequired : SignatureAuthenticator.Verified);
        return await StoreAsync(protocol, webhook, reading, entry, message);
    }

    private static string UserAgentOf(SignatureHeaders received) => received.TryGet("User-Agent", out string userAgent) ? userAgent : string.Empty;

    private static IntakeResult Rejected(Rejection rejection) => new(rejection.Response, rejection);

    /// <summary>Returns the mark of a message whose signature covers an id. An id that anyone could set proves no replay.</summary>
    private static Mark? MarkOf(IncomingWebhook webhook, SignedWebhook signed, SignatureVerification verification) =>
        verification.Id is { } id ? Mark.OfMessage(id, signed.Scheme.CoversBody ? webhook.Body.Span : []) : null;

    private SignatureVerification Verify(SignedWebhook signed)
    {
        try
        {
            return signatures.Verify(signed);
        }
        catch (SignatureException exception)
        {
            // An input that the scheme needs is missing, or a secret cannot be read: nothing is proved, so the webhook is rejected.
            return new SignatureVerification { Verdict = SignatureVerdict.Invalid, Scheme = string.Empty, Reason = exception.Message };
        }
    }

    /// <returns>The result if the intake ends with the verification; null if the webhook can be trusted and read.</returns>
    private IntakeResult? EndsWith(WebhookProtocol protocol, IncomingWebhook webhook, SignedWebhook signed, SignatureVerification verification)
    {
        if (!verification.IsValid)
        {
            var invalid = new Rejection(RejectionCause.Signature, protocol.InvalidSignature(verification), $"{verification.Verdict}: {verification.Reason}")
            {
                SignatureFailure = new SignatureFailure(webhook, protocol.Name, signed, verification),
            };
            return Rejected(limits.CountUnauthorized(invalid, UserAgentOf(webhook.Headers)));
        }

        return signatures.TryAnswerChallenge(signed, verification, out byte[] answer)
            ? new IntakeResult(WebhookResponse.Json((int)HttpStatusCode.OK, answer))
            : null;
    }

    private JournalEntry EntryOf(WebhookProtocol protocol, IncomingWebhook webhook, WebhookReading reading, string signature) => new()
    {
        Id = webhook.Id,
        ReceivedAt = webhook.ReceivedAt,
        Protocol = protocol.Name,
        Path = webhook.Path,
        Query = address.QueryOf(webhook),
        BaseUri = address.CertainBaseOf(webhook),
        Event = reading.Event,
        Remote = webhook.Remote?.ToString(),
        Signature = signature,
        Headers = headers.Of(webhook.Headers),
        Alerts = reading.Alerts,
        Body = webhook.Body,
        IsJson = reading.IsJson,
    };

    private async ValueTask<IntakeResult> StoreAsync(WebhookProtocol protocol, IncomingWebhook webhook, WebhookReading reading, JournalEntry entry, Mark? message)
    {
        counters.BeginWaiting();
        JournalEntry? stored;
        string? repeatedId;
        try
        {
            (stored, repeatedId) = await AppendNewAsync(protocol, entry, message);
        }
        finally
        {
            counters.EndWaiting();
        }

        if (stored is null && repeatedId is null)
        {
            return Rejected(new Rejection(RejectionCause.Journal, protocol.Unavailable, "the journal cannot store it at the moment; the log says why"));
        }

        reading.OnStored?.Invoke();
        return new IntakeResult(
            repeatedId is null ? reading.Response : protocol.Read(webhook with { Id = repeatedId }).Response,
            Accepted: stored is null ? null : new AcceptedWebhook(stored, webhook.Headers, webhook.EscapedPath, address.BaseOf(webhook)));
    }

    private async ValueTask<(JournalEntry? Stored, string? RepeatedId)> AppendNewAsync(WebhookProtocol protocol, JournalEntry entry, Mark? message)
    {
        IReadOnlyList<Mark?> marks = deduplicator.ComparesAlerts
            ? Mark.OfAlerts(entry.Alerts, protocol.RepeatsBodies ? entry.Body.Span : [])
            : new Mark?[entry.Alerts.Count];

        // Waiting for another notification's append takes no longer than an append does, so the sender's disconnection does not end it.
        DeduplicationClaim claim = await deduplicator.ClaimAsync(entry.Id, message, entry.Alerts, marks, CancellationToken.None);
        if (claim.RepeatedId is not null)
        {
            deduplicator.Commit(claim);
            counters.Duplicate(entry.Protocol);
            return (null, claim.RepeatedId);
        }

        JournalEntry? stored = null;
        try
        {
            stored = await AppendAsync(WithAlerts(entry, claim.NewAlerts) with { Marks = [.. claim.Reports.Select(report => report.Mark.ToString())] });
            return (stored, null);
        }
        finally
        {
            if (stored is not null)
            {
                deduplicator.Commit(claim);
            }
            else
            {
                deduplicator.Abandon(claim);
            }
        }
    }

    /// <returns>The entry, or null if the journal could not store it.</returns>
    private async ValueTask<JournalEntry?> AppendAsync(JournalEntry entry)
    {
        try
        {
            await journal.AppendAsync(entry);
        }
        catch (Exception exception) when (exception is WebhookException or IOException or ObjectDisposedException)
        {
            log.Write(ListenerLogLevel.Error, "WebhookNotKept", () => $"A webhook could not be stored and was answered with status 503: {exception.Message}");
            return null;
        }

        counters.Accepted(entry.Protocol, entry.Alerts.Count, entry.ReceivedAt);
        return entry;
    }

    /// <summary>Returns the entry with only these alerts, numbered as they stand in its journal line.</summary>
    private static JournalEntry WithAlerts(JournalEntry entry, IReadOnlyList<WebhookAlert> alerts)
    {
        if (alerts.Count == entry.Alerts.Count)
        {
            return entry;
        }

        return entry with { Alerts = [.. alerts.Select((alert, index) => alert with { Id = IncomingWebhook.AlertIdOf(entry.Id, index) })] };
    }
}
