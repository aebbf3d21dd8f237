namespace WebhookTools.Listener.Hosting;

/// <summary>What a path and a method lead to.</summary>
/// <param name="Endpoint">The endpoint, or null.</param>
/// <param name="Refusal">The reply where there is no endpoint: 404 or 405.</param>
internal readonly record struct RouteMatch(IEndpoint? Endpoint, Reply? Refusal);
