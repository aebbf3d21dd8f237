using System.Buffers;

namespace WebhookTools.Core.Payloads;

/// <summary>Writes any .NET object as JSON, without losing anything silently.</summary>
public static class ObjectSerializer
{
    /// <summary>Writes the value as one JSON value.</summary>
    /// <exception cref="PayloadException">Too deep, a cycle, or a member that threw; the error names the path.</exception>
    public static void Write(object? value, IBufferWriter<byte> output, IObjectAdapter? adapter = null, int maximumDepth = PayloadOptions.DefaultMaximumDepth) => throw new NotImplementedException();
}
