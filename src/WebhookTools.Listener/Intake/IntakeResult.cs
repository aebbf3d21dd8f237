using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Intake;

/// <summary>The outcome of an intake.</summary>
/// <param name="Response">The response to the sender. A status of 2xx means that the webhook, or the one that it duplicates, is in the journal.</param>
/// <param name="Rejection">Why the webhook was rejected, or null if it was accepted.</param>
/// <param name="Accepted">The new webhook in the journal; null if it was rejected, is a duplicate or is a provider's challenge.</param>
internal readonly record struct IntakeResult(WebhookResponse Response, Rejection? Rejection = null, AcceptedWebhook? Accepted = null);

/// <summary>Why a request was rejected.</summary>
/// <param name="Cause">The cause by which metrics count it, one of the constants of <see cref="Metrics.RejectionCause"/>.</param>
/// <param name="Response">The response to the sender.</param>
/// <param name="Reason">A few words for the operator. They contain neither a secret nor the expected signature.</param>
internal sealed record Rejection(string Cause, WebhookResponse Response, string Reason)
{
    /// <summary>The webhook whose signature was rejected, or null if the signature is not the cause.</summary>
    public SignatureFailure? SignatureFailure { get; init; }
}

/// <summary>A webhook whose signature was rejected.</summary>
/// <param name="Webhook">The webhook. Its body is the transport's.</param>
/// <param name="Protocol">The name of the protocol.</param>
/// <param name="Signed">The inputs of the verification.</param>
/// <param name="Verification">The verdict.</param>
internal sealed record SignatureFailure(IncomingWebhook Webhook, string Protocol, SignedWebhook Signed, SignatureVerification Verification);
