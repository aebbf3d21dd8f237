using FsCheck;
using FsCheck.Fluent;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>Makes random JSON objects: nested, with names, escapes, nulls and keys that collide.</summary>
internal static class JsonGenerator
{
    private static readonly string[] Keys = ["name", "a", "b", "c", "d", "a.b", "b.c", "0", "1", "", "é", "q\\\"", "\\u0061x", "😀"];

    /// <summary>Texts of JSON objects in which no name is there twice.</summary>
    public static Arbitrary<string> Objects { get; } = Gen.Sized(size => ObjectOf(Math.Min(4, size / 8))).ToArbitrary();

    private static Gen<string> Scalar { get; } = Gen.OneOf(
        Gen.Elements("null", "true", "false", "0", "-1", "1.0", "2.50", "1e3", "123456789012345678901234567890"),
        Gen.Elements("\"\"", "\"x\"", "\"y z\"", "\"a.b\"", "\"\\n\\u00e9\\/\"", "\"😀\\ud83d\\ude00\""),
        Gen.Choose(-1000, 1000).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>What a name is made of here: values whose Python text needs no second implementation.</summary>
    private static Gen<string> Name { get; } = Gen.Elements("\"x\"", "\"y\"", "\"\"", "\"a\"", "\"0\"", "null", "true", "7");

    private static Gen<string> ValueOf(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency((3, Scalar), (3, ObjectOf(depth - 1)), (2, ArrayOf(depth - 1)));

    private static Gen<string> ArrayOf(int depth) =>
        from items in ValueOf(depth).ArrayOf(4)
        select $"[{string.Join(", ", items)}]";

    private static Gen<string> ObjectOf(int depth) =>
        from keys in Gen.SubListOf(Keys)
        from order in Gen.Shuffle(keys.ToArray())
        from values in ValueOf(depth).ArrayOf(order.Length)
        from name in Name
        select $"{{{string.Join(" ,", order.Zip(values, (key, value) => $"\"{key}\" : {(string.Equals(key, "name", StringComparison.Ordinal) ? name : value)}"))}}}";
}
