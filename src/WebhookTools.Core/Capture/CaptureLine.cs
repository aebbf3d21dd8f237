using System.Runtime.InteropServices;

namespace WebhookTools.Core.Capture;

/// <summary>A line of a capture.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length without what ends it.</param>
/// <param name="Next">Where the next line begins.</param>
/// <param name="Number">Counted from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CaptureLine(int Start, int Length, int Next, int Number);
