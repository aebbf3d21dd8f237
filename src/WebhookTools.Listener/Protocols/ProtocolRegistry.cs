using System.Diagnostics.Metrics;
using WebhookTools.Listener.Protocols.Pelorus;

namespace WebhookTools.Listener.Protocols;

/// <summary>What a listener provides to its protocols.</summary>
/// <param name="Options">The listener's options.</param>
/// <param name="TimeProvider">The listener's clock.</param>
/// <param name="Meter">The meter for the protocol's own metrics.</param>
internal sealed record ProtocolContext(ListenerOptions Options, TimeProvider TimeProvider, Meter Meter);

/// <summary>A protocol's line in the registry.</summary>
/// <param name="Name">The protocol's name, in lower case.</param>
/// <param name="Create">Creates the protocol for one listener.</param>
internal sealed record ProtocolRegistration(string Name, Func<ProtocolContext, WebhookProtocol> Create);

/// <summary>All protocols, one line each.</summary>
internal static class ProtocolRegistry
{
    public static IReadOnlyList<ProtocolRegistration> All { get; } =
    [
        new(AlertmanagerProtocol.ProtocolName, context => new AlertmanagerProtocol(context)),
        new(MonascaProtocol.ProtocolName, _ => new MonascaProtocol()),
        new(PelorusProtocol.ProtocolName, context => new PelorusProtocol(context)),
        new(GitHubProtocol.ProtocolName, _ => new GitHubProtocol()),
        new(ServiceHookProtocol.ProtocolName, _ => new ServiceHookProtocol()),
        new(GenericProtocol.ProtocolName, _ => new GenericProtocol()),
    ];

    /// <summary>Creates the protocols that the options name.</summary>
    public static IReadOnlyList<WebhookProtocol> Create(ProtocolContext context) =>
    [
        .. context.Options.AvailableProtocols
            .Where(registration => context.Options.Protocols.Contains(registration.Name, StringComparer.OrdinalIgnoreCase))
            .Select(registration => registration.Create(context)),
    ];
}

/// <summary>The names of the protocols, for option completion and messages.</summary>
public static class WebhookProtocols
{
    /// <summary>The names of all protocols, in the order in which they are listed.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ProtocolRegistry.All.Select(registration => registration.Name)];
}
