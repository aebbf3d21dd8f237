namespace WebhookTools.Listener.Protocols;

/// <summary>What a listener lends to its protocols.</summary>
/// <param name="Options">The listener's options.</param>
/// <param name="TimeProvider">The listener's clock.</param>
internal sealed record ProtocolContext(ListenerOptions Options, TimeProvider TimeProvider);
