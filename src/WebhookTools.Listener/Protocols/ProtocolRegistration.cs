namespace WebhookTools.Listener.Protocols;

/// <summary>A protocol's line in the registry.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Create">Makes it for one listener.</param>
internal sealed record ProtocolRegistration(string Name, Func<ProtocolContext, WebhookProtocol> Create);
