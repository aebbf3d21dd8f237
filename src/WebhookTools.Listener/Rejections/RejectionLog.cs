using System.Globalization;
using System.Net;
using WebhookTools.Core.Masking;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Metrics;

namespace WebhookTools.Listener.Rejections;

/// <summary>A rejected request, as the log and the live page name it.</summary>
internal readonly record struct RejectedRequest(string Method, string Path, IPAddress? Remote)
{
    public override string ToString() => $"{LogText.Clean(Method + " " + Path)} from {Remote?.ToString() ?? "an unknown address"}";
}

/// <summary>
/// Counts rejected requests and reports them to the operator, in the log and on the live page. Why a sender is not authorized is
/// logged at Debug level only, so that the log does not help those who can read it to get in; other reasons are part of the warning.
/// </summary>
/// <param name="mask">Masks a secret that a sender put into the path.</param>
/// <param name="recorder">Records webhooks whose signature was rejected, or null if that is not configured.</param>
internal sealed class RejectionLog(SecretMask mask, ListenerCounters counters, LiveFeed feed, RejectionRecorder? recorder, TimeProvider timeProvider, ThrottledLog log)
{
    public void Record(RejectedRequest request, Rejection rejection)
    {
        counters.Rejected(rejection.Cause);
        request = request with { Path = mask.MaskPath(request.Path) };
        if (RejectionCause.IsUnauthorized(rejection.Cause))
        {
            string eventId = rejection.Cause switch
            {
                RejectionCause.Signature => "SignatureRefused",
                RejectionCause.Network => "NetworkRefused",
                _ => "CredentialsRefused",
            };
            log.Write(ListenerLogLevel.Warning, eventId, () => $"{request} was rejected: the sender is not authorized.");
            log.Write(ListenerLogLevel.Debug, eventId, () => $"{request}: {LogText.Clean(rejection.Reason)}");
        }
        else if (!string.Equals(rejection.Cause, RejectionCause.Journal, StringComparison.Ordinal))
        {
            // The intake has already logged why the journal failed.
            log.Write(ListenerLogLevel.Warning, "RequestRejected", () => string.Create(CultureInfo.InvariantCulture, $"{request} was rejected with status {rejection.Response.Status}: {LogText.Clean(rejection.Reason)}"));
        }

        feed.AddRejection(new LiveRejection
        {
            Method = LogText.Clean(request.Method),
            Path = LogText.Clean(request.Path),
            Remote = request.Remote?.ToString() ?? string.Empty,
            Status = rejection.Response.Status,
            Reason = LogText.Clean(mask.Mask(rejection.Reason)),
            Time = timeProvider.GetUtcNow(),
        });
        if (rejection.SignatureFailure is { } failure)
        {
            recorder?.Add(failure);
        }
    }
}
