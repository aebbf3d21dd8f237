using System.Buffers;
using System.Collections.Frozen;

namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>The words of Pelorus' webhooks.</summary>
internal static class PelorusEvents
{
    public const string CommitTime = "committime";
    public const string DeployTime = "deploytime";
    public const string Failure = "failure";
    public const string Ping = "ping";
    public const string Created = "created";
    public const string Resolved = "resolved";

    public static FrozenSet<string> All { get; } = new[] { CommitTime, DeployTime, Failure, Ping }.ToFrozenSet(StringComparer.Ordinal);

    public static SearchValues<char> HexDigits { get; } = SearchValues.Create("0123456789abcdefABCDEF");

    public static SearchValues<char> LowerHexDigits { get; } = SearchValues.Create("0123456789abcdef");
}
