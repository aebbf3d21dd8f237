namespace WebhookTools.Listener.Hosting;

/// <summary>What answers one path and method.</summary>
internal interface IEndpoint
{
    /// <summary>What metrics call it: a protocol's name, or a page's.</summary>
    string Name { get; }

    /// <summary>Who may ask.</summary>
    EndpointAccess Access { get; }

    /// <summary>Whether a request takes a permit. Probes do not: they must tell the truth under load too.</summary>
    bool IsRateLimited { get; }

    /// <summary>Answers a request.</summary>
    ValueTask AnswerAsync(RequestContext context);
}
