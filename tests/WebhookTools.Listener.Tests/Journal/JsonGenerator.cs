using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace WebhookTools.Listener.Tests.Journal;

/// <summary>Generates random JSON texts with white space and unusual strings.</summary>
internal static class JsonGenerator
{
    public static Gen<string> Value => Gen.Sized(size => Sized(Math.Min(size, 20)));

    /// <summary>Strings with quotes, escapes, line breaks, other scripts and lone surrogates.</summary>
    public static Gen<string> Text => Gen.Elements("", "a", "\"", "\\", "\n", "\r\n", "\0", " ", "ß", "€", "😀", "\ud800", "\u2028", "{", "}", "[", ",", ":", "<>&'")
        .ListOf().Select(parts => string.Concat(parts));

    private static Gen<string> Space => Gen.Elements("", "", " ", "\n", "\r\n", "\t", "  \n ");

    private static Gen<string> Leaf => Gen.OneOf(
        Gen.Elements("null", "true", "false", "0", "-0", "1.50", "1e5", "-1.0E+10", "123456789012345678901234567890"),
        Text.Select(text => JsonSerializer.Serialize(text)),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static Gen<string> Sized(int size) => size < 2
        ? Padded(Leaf)
        : Gen.OneOf(Padded(Leaf), Padded(Array(size / 2)), Padded(Object(size / 2)));

    private static Gen<string> Array(int size) =>
        Sized(size).ListOf().Select(items => "[" + string.Join(',', items.Take(5)) + "]");

    private static Gen<string> Object(int size) =>
        from names in Padded(Text.Select(text => JsonSerializer.Serialize(text))).ListOf()
        from value in Sized(size)
        select "{" + string.Join(',', names.Take(5).Select(name => name + ":" + value)) + "}";

    private static Gen<string> Padded(Gen<string> inner) =>
        from before in Space
        from value in inner
        from after in Space
        select before + value + after;
}
