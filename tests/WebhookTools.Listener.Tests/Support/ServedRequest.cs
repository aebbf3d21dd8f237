namespace WebhookTools.Listener.Tests.Support;

/// <summary>A request as received.</summary>
internal sealed record ServedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body);
