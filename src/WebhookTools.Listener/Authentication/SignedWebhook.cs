using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Authentication;

/// <summary>What is looked at when a signature is.</summary>
/// <param name="Scheme">The scheme that the sender must sign with.</param>
/// <param name="Request">What it may have signed.</param>
/// <param name="Headers">The headers that came.</param>
internal sealed record SignedWebhook(SignatureScheme Scheme, SignatureRequest Request, SignatureHeaders Headers);
