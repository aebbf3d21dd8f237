using System.Runtime.InteropServices;

namespace WebhookTools.Listener.Feed;

/// <summary>The content of the feed, or the news since a position, oldest first.</summary>
/// <param name="IsGap">True if the news is incomplete, so that the page must reload its content.</param>
/// <param name="Position">The position after this content.</param>
internal sealed record LiveView(IReadOnlyList<LiveAlert> Alerts, IReadOnlyList<LiveRejection> Rejections, bool IsGap, LivePosition Position);

/// <summary>A position in the feed.</summary>
/// <param name="Epoch">Changes when older alerts are inserted, so that pages reload.</param>
/// <param name="Sequence">The sequence number of the last alert.</param>
/// <param name="Version">The version of the last change to the rejected requests.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LivePosition(long Epoch, long Sequence, long Version);
