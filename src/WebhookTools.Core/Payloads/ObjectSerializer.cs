using System.Buffers;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Writes any .NET object as JSON, without losing anything silently.
/// <list type="bullet">
/// <item>Dictionaries become objects in their own order, other sequences arrays; <c>byte[]</c> and its like base64.</item>
/// <item>Enumerations are written by name; dates and times in ISO 8601's round-trip form; time spans, identifiers, addresses and versions as their text.</item>
/// <item>Numbers keep their value; a floating-point number keeps a fraction (1 is 1.0). NaN and the infinities have no form in JSON and are errors.</item>
/// <item>JSON (<c>JsonElement</c>, <c>JsonDocument</c>, <c>JsonNode</c>) is written as it is, compact.</item>
/// <item>Any other object is written with its public readable properties and its public fields, each class's in the order of their declaration, those of
/// the derived class first. <b>A property whose getter throws is written as null</b>, as PowerShell shows it: a process that is not ours has several.</item>
/// <item>Secrets (<c>SecureString</c>, credentials, keys) and what is no data (delegates, tasks) are errors.</item>
/// </list>
/// </summary>
public static class ObjectSerializer
{
    /// <summary>Writes the value as one JSON value. Nothing is written when it fails.</summary>
    /// <param name="value">The value; null is written as <c>null</c>.</param>
    /// <param name="output">Where the JSON goes, as UTF-8.</param>
    /// <param name="adapter">Looks behind the wrappers of a host's object system, or null.</param>
    /// <param name="maximumDepth">How deep objects and arrays may be nested, 1 to 1000.</param>
    /// <exception cref="PayloadException">Too deep, a cycle, a number or text that JSON cannot hold, a secret, a sequence that threw; the error names the path.</exception>
    /// <exception cref="WebhookException">The maximum depth is out of its range.</exception>
    public static void Write(object? value, IBufferWriter<byte> output, IObjectAdapter? adapter = null, int maximumDepth = PayloadOptions.DefaultMaximumDepth)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(WriteToBuffer(value, adapter, maximumDepth).WrittenSpan);
    }

    /// <summary>Gives the value as one JSON value.</summary>
    /// <inheritdoc cref="Write"/>
    public static byte[] Serialize(object? value, IObjectAdapter? adapter = null, int maximumDepth = PayloadOptions.DefaultMaximumDepth) =>
        WriteToBuffer(value, adapter, maximumDepth).WrittenSpan.ToArray();

    private static ByteBuffer WriteToBuffer(object? value, IObjectAdapter? adapter, int maximumDepth)
    {
        new PayloadOptions { MaximumDepth = maximumDepth }.Validate();
        var json = new ByteBuffer();
        new ObjectWriter(json, adapter, maximumDepth).Write(value);
        return json;
    }
}
