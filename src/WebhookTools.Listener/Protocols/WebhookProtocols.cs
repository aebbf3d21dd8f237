namespace WebhookTools.Listener.Protocols;

/// <summary>What a caller may know of the protocols: their names.</summary>
public static class WebhookProtocols
{
    /// <summary>The names of all protocols, in the order in which they are listed.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ProtocolRegistry.All.Select(registration => registration.Name)];
}
