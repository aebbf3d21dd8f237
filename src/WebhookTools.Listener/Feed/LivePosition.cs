using System.Runtime.InteropServices;

namespace WebhookTools.Listener.Feed;

/// <summary>How far a page has been told.</summary>
/// <param name="Epoch">Which history its alerts belong to: another one begins where older alerts are put before them.</param>
/// <param name="Sequence">The last alert.</param>
/// <param name="Version">The last change among the refusals.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LivePosition(long Epoch, long Sequence, long Version);
