using System.Security.Authentication;

namespace WebhookTools.Core.Sending;

/// <summary>Carries the reason out of the TLS handshake; never leaves this room.</summary>
internal sealed class CertificateRejectedException(string reason) : AuthenticationException($"The certificate is not accepted: {reason}.")
{
    /// <summary>What is wrong with the certificate, to follow a colon.</summary>
    public string Reason { get; } = reason;
}
