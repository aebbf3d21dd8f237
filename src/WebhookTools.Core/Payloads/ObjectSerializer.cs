using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Writes any .NET object as JSON and never loses data silently.
/// <list type="bullet">
/// <item>Dictionaries become objects with their order kept, other sequences become arrays, and <c>byte[]</c> and similar types become base64.</item>
/// <item>Enumerations are written by name, dates and times in the round-trip form of ISO 8601, and time spans, identifiers, addresses and versions as text.</item>
/// <item>Numbers keep their value; a floating-point number keeps a fraction (1 is 1.0). NaN and the infinities are errors.</item>
/// <item>JSON (<c>JsonElement</c>, <c>JsonDocument</c>, <c>JsonNode</c>) is written unchanged but compact.</item>
/// <item>Any other object is written with its public readable properties and public fields in the order of declaration, those of
/// a derived class first. <b>A property whose getter throws is written as null</b>, as PowerShell shows it: some properties of a <c>Process</c> do.</item>
/// <item>Secrets (<c>SecureString</c>, credentials, keys) and objects that are not data (delegates, tasks) are errors.</item>
/// </list>
/// </summary>
public static class ObjectSerializer
{
    internal const string ReflectionWarning = "Objects are written by the public members of their types, which trimming may remove.";

    /// <summary>Writes a value as one JSON value. Nothing is written if it fails.</summary>
    /// <param name="value">The value. Null is written as <c>null</c>.</param>
    /// <param name="output">Receives the JSON as UTF-8.</param>
    /// <param name="adapter">Unwraps objects of a host's object system, or null.</param>
    /// <param name="maximumDepth">The maximum depth of nested objects and arrays, 1 to 1000.</param>
    /// <exception cref="PayloadException">The value is too deep, contains itself, a number or text that JSON cannot represent, or a secret, or enumerating it failed. The error names the path.</exception>
    /// <exception cref="WebhookException">The maximum depth is out of range.</exception>
    [RequiresUnreferencedCode(ReflectionWarning)]
    public static void Write(object? value, IBufferWriter<byte> output, IObjectAdapter? adapter = null, int maximumDepth = PayloadOptions.DefaultMaximumDepth)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(WriteToBuffer(value, adapter, maximumDepth).WrittenSpan);
    }

    /// <summary>Returns a value as one JSON value.</summary>
    /// <inheritdoc cref="Write"/>
    [RequiresUnreferencedCode(ReflectionWarning)]
    public static byte[] Serialize(object? value, IObjectAdapter? adapter = null, int maximumDepth = PayloadOptions.DefaultMaximumDepth) =>
        WriteToBuffer(value, adapter, maximumDepth).WrittenSpan.ToArray();

    [RequiresUnreferencedCode(ReflectionWarning)]
    private static ByteBuffer WriteToBuffer(object? value, IObjectAdapter? adapter, int maximumDepth)
    {
        new PayloadOptions { MaximumDepth = maximumDepth }.Validate();
        var json = new ByteBuffer();
        new ObjectWriter(json, adapter, maximumDepth).Write(value);
        return json;
    }
}

/// <summary>Unwraps objects of a host's object system, which the core does not know (PowerShell's PSObject).</summary>
public interface IObjectAdapter
{
    /// <summary>Removes a wrapper, and decides whether the value is written as an object with named members.</summary>
    /// <param name="value">The value, possibly wrapped.</param>
    /// <param name="unwrapped">
    /// The value without its wrapper; null remains null. For an object with members, the object by whose identity cycles are found:
    /// the wrapper itself if it wraps nothing. Objects of types that are never written by their members (secrets, addresses,
    /// versions, delegates) are still written by the type of this value.
    /// </param>
    /// <param name="members">The names and values in order, if the result is true. Values are read during enumeration; a value that cannot be read is null.</param>
    /// <returns>True if the value is an object with members; false if <paramref name="unwrapped"/> is written by its own type.</returns>
    bool TryGetMembers(object? value, out object? unwrapped, out IEnumerable<KeyValuePair<string, object?>> members);
}
