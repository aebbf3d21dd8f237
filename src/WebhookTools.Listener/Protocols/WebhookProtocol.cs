using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Protocols;

/// <summary>What one kind of sender posts: where, what is valid, what it is answered, and which alerts are in it.</summary>
internal abstract class WebhookProtocol
{
    /// <summary>The name that options, journal and alerts carry.</summary>
    public abstract string Name { get; }

    /// <summary>The paths that it is posted to, unless they are moved. A last segment <c>*</c> stands for any one segment.</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>Whether a repeated alert of the same fingerprint and status is taken for one.</summary>
    public virtual bool HasFingerprints => true;

    /// <summary>What is answered while the journal cannot keep a webhook.</summary>
    public virtual Reply Unavailable => Replies.JournalUnavailable;

    /// <summary>What must be refused before the signature is looked at, for the protocol whose order that is; else null.</summary>
    public virtual WebhookReading? CheckBeforeSignature(WebhookRequest request) => null;

    /// <summary>The scheme that its senders sign with, where the one that the operator set stands for it too.</summary>
    public virtual SignatureScheme SchemeFor(SignatureScheme configured) => configured;

    /// <summary>What a sender is answered whose signature does not hold. Never says why.</summary>
    public virtual Reply RefuseSignature(SignatureVerification verification) => Replies.InvalidSignature;

    /// <summary>Reads a webhook that may be trusted.</summary>
    public abstract WebhookReading Read(WebhookRequest request);
}
