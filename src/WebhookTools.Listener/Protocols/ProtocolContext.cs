using System.Diagnostics.Metrics;

namespace WebhookTools.Listener.Protocols;

/// <summary>What a listener lends to its protocols.</summary>
/// <param name="Options">The listener's options.</param>
/// <param name="TimeProvider">The listener's clock.</param>
/// <param name="Meter">Where a protocol's own metrics are made.</param>
internal sealed record ProtocolContext(ListenerOptions Options, TimeProvider TimeProvider, Meter Meter);
