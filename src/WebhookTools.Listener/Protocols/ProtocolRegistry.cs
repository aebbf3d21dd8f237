using WebhookTools.Listener.Protocols.Pelorus;

namespace WebhookTools.Listener.Protocols;

/// <summary>The registry: every protocol, one line each.</summary>
internal static class ProtocolRegistry
{
    public static IReadOnlyList<ProtocolRegistration> All { get; } =
    [
        new(AlertmanagerProtocol.ProtocolName, _ => new AlertmanagerProtocol()),
        new(MonascaProtocol.ProtocolName, _ => new MonascaProtocol()),
        new(PelorusProtocol.ProtocolName, context => new PelorusProtocol(context)),
        new(GitHubProtocol.ProtocolName, _ => new GitHubProtocol()),
        new(ServiceHookProtocol.ProtocolName, _ => new ServiceHookProtocol()),
        new(GenericProtocol.ProtocolName, _ => new GenericProtocol()),
    ];

    /// <summary>The protocols that the options ask for.</summary>
    public static IReadOnlyList<WebhookProtocol> Create(ProtocolContext context) =>
    [
        .. All.Where(registration => context.Options.Protocols.Contains(registration.Name, StringComparer.OrdinalIgnoreCase))
            .Select(registration => registration.Create(context)),
    ];
}
