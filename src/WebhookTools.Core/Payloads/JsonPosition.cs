using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads;

/// <summary>A place in JSON text. Both numbers begin with 1.</summary>
/// <param name="Line">The line.</param>
/// <param name="Byte">The byte within the line.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonPosition(long Line, long Byte)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}, byte {Byte}");
}
