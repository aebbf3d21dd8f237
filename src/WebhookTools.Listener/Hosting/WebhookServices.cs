using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Followers;
using WebhookTools.Listener.Forwarding;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Page.Feed;
using WebhookTools.Listener.Refusals;

namespace WebhookTools.Listener.Hosting;

/// <summary>What every endpoint that takes webhooks needs.</summary>
internal sealed record WebhookServices
{
    public required CredentialAuthenticator Credentials { get; init; }

    public required SignatureAuthenticator Signatures { get; init; }

    public required WebhookIntake Intake { get; init; }

    public required RefusalLog Refusals { get; init; }

    /// <summary>Keeps and explains refused signatures; null where nobody asked for it.</summary>
    public RefusalRecorder? Recorder { get; init; }

    public required JournalHeaders JournalHeaders { get; init; }

    public required JournalAddress JournalAddress { get; init; }

    public required FollowerHub Followers { get; init; }

    /// <summary>Sends webhooks on; null where they are not to be.</summary>
    public WebhookForwarder? Forwarder { get; init; }

    public required LiveFeed LiveFeed { get; init; }

    public required BodyMemory BodyMemory { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public required BaseAddress BaseAddress { get; init; }
}
