using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener.Rejections;

/// <summary>A webhook whose signature was refused, copied out of its request.</summary>
/// <param name="Entry">The line to keep. Its body may be cut; whether it is JSON is not known yet.</param>
/// <param name="Remote">The client's address, or null.</param>
/// <param name="Signed">What was looked at, with the whole body; null where the body is too long to look at again.</param>
internal sealed record RejectedWebhook(JournalEntry Entry, string? Remote, SignedWebhook? Signed);
