using System.Buffers;
using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>Transforms texts, and reads them with another reader to compare with.</summary>
internal static class Json
{
    public static readonly PayloadOptions Flatten = new() { Flatten = true };
    public static readonly PayloadOptions OmitNull = new() { OmitNull = true };

    public static string Transform(string json, PayloadOptions? options = null) => Transform(Encoding.UTF8.GetBytes(json), options);

    public static string Transform(ReadOnlySpan<byte> json, PayloadOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        new JsonTransformer(options ?? PayloadOptions.Default).Transform(json, output);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.WrittenSpan);
    }

    public static string Serialize(object? value, IObjectAdapter? adapter = null, int maximumDepth = PayloadOptions.DefaultMaximumDepth)
    {
        var output = new ArrayBufferWriter<byte>();
        ObjectSerializer.Write(value, output, adapter, maximumDepth);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.WrittenSpan);
    }
}
