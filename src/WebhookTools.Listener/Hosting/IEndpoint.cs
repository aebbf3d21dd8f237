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

    /// <summary>Whether its reply lasts as long as somebody follows it: such a time is no time that a request took.</summary>
    bool IsStream => false;

    /// <summary>Answers a request.</summary>
    ValueTask AnswerAsync(RequestContext context);
}
