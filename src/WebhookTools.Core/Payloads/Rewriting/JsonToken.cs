using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>A token of a JSON text.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Start">Where its bytes begin; for text, at the quotation mark.</param>
/// <param name="Length">How many bytes it has; 1 for a bracket.</param>
/// <param name="Next">The number of the token behind it, and for the opening bracket of a container behind its closing one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonToken(JsonTokenType Type, int Start, int Length, int Next)
{
    /// <summary>Where what follows it begins.</summary>
    public int End => Start + Length;
}
