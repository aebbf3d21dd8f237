namespace WebhookTools.Listener.Authentication;

/// <summary>Whether a request's credentials let it in.</summary>
/// <param name="IsAccepted">Whether they do.</param>
/// <param name="Reason">Why not, for the operator; empty where they do.</param>
internal readonly record struct CredentialOutcome(bool IsAccepted, string Reason)
{
    public static CredentialOutcome Accepted { get; } = new(true, string.Empty);

    public static CredentialOutcome Refused(string reason) => new(false, reason);
}
