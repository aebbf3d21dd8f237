namespace WebhookTools.Core.Payloads;

/// <summary>Limits that bound the memory that hostile input can use.</summary>
internal static class PayloadLimits
{
    /// <summary>The maximum size of one JSON value in bytes, as read and as written.</summary>
    public const int MaximumValueSize = 256 * MebiByte;

    public const string MaximumValueSizeText = "256 MiB";

    /// <summary>The greatest maximum depth that can be requested. Recursion to this depth stays well within the stack of a thread.</summary>
    public const int GreatestMaximumDepth = 1000;

    private const int MebiByte = 1024 * 1024;
}
