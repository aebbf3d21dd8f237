namespace WebhookTools.Cli.Demo;

/// <summary>A webhook that the demo sends.</summary>
/// <param name="Path">Where on the listener it goes.</param>
/// <param name="Body">What goes there.</param>
/// <param name="AlertName">What the alert is called that it becomes, or null where it has no name.</param>
/// <param name="AlertStatus">The status of the alert, or null where it has none.</param>
internal sealed record DemoWebhook(string Path, ReadOnlyMemory<byte> Body, string? AlertName, string? AlertStatus);
