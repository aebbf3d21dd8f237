using System.Text;

namespace WebhookTools.Cli.Tests.Processes;

/// <summary>A received request.</summary>
internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
