namespace WebhookTools.Core.Payloads;

/// <summary>What no payload may exceed, so that hostile input costs a bounded amount of memory.</summary>
internal static class PayloadLimits
{
    /// <summary>The most bytes of one JSON value, as read and as written.</summary>
    public const int MaximumValueSize = 256 * MebiByte;

    /// <summary>The limit as people read it.</summary>
    public const string MaximumValueSizeText = "256 MiB";

    /// <summary>The greatest depth that can be asked for. What recurses over a value stays well within a thread's stack at this depth.</summary>
    public const int GreatestMaximumDepth = 1000;

    private const int MebiByte = 1024 * 1024;
}
