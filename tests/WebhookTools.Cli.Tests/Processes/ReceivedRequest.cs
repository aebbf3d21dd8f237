using System.Text;

namespace WebhookTools.Cli.Tests.Processes;

/// <summary>A request as a receiver got it.</summary>
internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
