namespace WebhookTools.Core.Signatures;

/// <summary>A signature cannot be made or looked at: a secret that cannot be read, an input that the scheme needs and did not get, an unknown scheme.</summary>
public sealed class SignatureException : WebhookException
{
    /// <summary>Creates an error.</summary>
    public SignatureException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(kind, errorId, message, recommendedAction, innerException)
    {
    }
}
