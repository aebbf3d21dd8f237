namespace WebhookTools.Listener.Forwarding;

/// <summary>A webhook that waits to be sent on, as it came.</summary>
/// <param name="Id">The id of its journal line.</param>
/// <param name="Body">Its body, byte for byte.</param>
/// <param name="ContentType">Its content type as it was written.</param>
/// <param name="Event">Its event's name, for the schemes that sign one, or null.</param>
/// <param name="Headers">The headers that go with it.</param>
internal sealed record ForwardedWebhook(string Id, byte[] Body, string ContentType, string? Event, IReadOnlyList<KeyValuePair<string, string>> Headers);
