using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>JSON that was parsed and reserialized on either side.</summary>
internal static class BodyJsonRules
{
    private const string KeepRawFix = "Verify the raw body before anything parses it (express.raw, request.get_data, php://input, a raw-body attribute). If this is the body exactly as it arrived, the sender signs one serialization and sends another: serialize once, then sign and send those bytes.";

    private const string SerializeOnceFix = "Serialize once, then sign and send those bytes. If the sender already does, verify the raw body at the receiver before anything parses and reserializes it.";

    public static IReadOnlyList<BodyRule> All { get; } =
    [
        Layout("body.json-compact", 1, "the JSON without white space", "JSON without white space between tokens, as JavaScript, Go, PHP and jq -c write it", JsonLayout.Compact),
        Layout("body.json-spaced", 10, "the JSON with a space after each comma and colon", "JSON with a space after each comma and colon, as Python's json.dumps writes it", JsonLayout.Spaced),
        Layout("body.json-indent-2", 11, "the JSON indented by two spaces", "JSON indented by two spaces, as jq, JSON.stringify(…, 2) and PowerShell's ConvertTo-Json write it", JsonLayout.Indented("  ")),
        Layout("body.json-indent-4", 13, "the JSON indented by four spaces", "JSON indented by four spaces, as Python's indent=4 and PHP's JSON_PRETTY_PRINT write it", JsonLayout.Indented("    ")),
        Layout("body.json-indent-tab", 44, "the JSON indented by tabs", "JSON indented by tabs", JsonLayout.Indented("\t")),
        new()
        {
            Id = "body.json-keys-sorted",
            Stage = BodyStage.JsonNames,
            Rank = 16,
            Side = FixSide.Sender,
            Change = "the JSON with its keys sorted",
            Cause = "The sender signed JSON with the keys of each object sorted, but the keys of the received body are not sorted.",
            Fix = SerializeOnceFix,
            Apply = static body => body.Json?.Write(new JsonRewriteOptions { SortsNames = true }),
        },
        Text("body.json-non-ascii-escaped", 14, "non-ASCII characters escaped", @"non-ASCII characters escaped (\u00e9), the default of Python's json.dumps and PHP's json_encode", new JsonTextStyle { NonAscii = JsonEscaping.Escaped }),
        Text("body.json-non-ascii-escaped", 45, "non-ASCII characters escaped in upper case", @"non-ASCII characters escaped with upper-case digits (\u00E9), the default of System.Text.Json", new JsonTextStyle { NonAscii = JsonEscaping.Escaped, HasUpperCaseDigits = true }),
        Text("body.json-non-ascii-plain", 15, "non-ASCII characters unescaped", @"non-ASCII characters unescaped, but the received body escapes them (\u00e9)", new JsonTextStyle { NonAscii = JsonEscaping.Plain }),
        Text("body.json-slash-escaped", 19, "slashes escaped", @"slashes escaped (\/), the default of PHP's json_encode without JSON_UNESCAPED_SLASHES", new JsonTextStyle { Slash = JsonEscaping.Escaped }),
        Text("body.json-slash-plain", 20, "slashes unescaped", @"slashes unescaped, but the received body escapes them (\/)", new JsonTextStyle { Slash = JsonEscaping.Plain }),
        Text("body.json-html-escaped", 21, "< > & escaped", @"<, > and & escaped (\u003c), the default of Go's json.Marshal and of Rails", new JsonTextStyle { Html = JsonEscaping.Escaped }),
        Text("body.json-html-escaped", 46, "< > & escaped in upper case", @"<, > and & escaped with upper-case digits (\u003C)", new JsonTextStyle { Html = JsonEscaping.Escaped, HasUpperCaseDigits = true }),
        Text("body.json-html-plain", 22, "< > & unescaped", @"<, > and & unescaped, but the received body escapes them (\u003c)", new JsonTextStyle { Html = JsonEscaping.Plain }),
        new()
        {
            Id = "body.json-numbers",
            Stage = BodyStage.JsonNumbers,
            Rank = 31,
            Side = FixSide.Receiver,
            Change = "the JSON with its numbers as JavaScript writes them",
            Cause = "The sender signed JSON with numbers as JavaScript writes them: 1.0 becomes 1, and 1e3 becomes 1000.",
            Fix = KeepRawFix,
            Apply = static body => body.Json?.Write(new JsonRewriteOptions { Numbers = JsonNumbers.JavaScript }),
        },
        Serializer("body.json-javascript", 32, "JavaScript's JSON.stringify", JsonDialects.JavaScript),
        Serializer("body.json-python", 33, "Python's json.dumps", JsonDialects.Python),
        Serializer("body.json-python", 34, "Python's json.dumps with separators=(',', ':')", JsonDialects.Python with { Layout = JsonLayout.Compact }),
        Serializer("body.json-php", 35, "PHP's json_encode", JsonDialects.Php),

        // Without a character that Go escapes, its output is plain sorted, compact JSON, which other serializers write too.
        Serializer("body.json-go", 36, "Go's json.Marshal of a map", JsonDialects.Go, static body => body.Span.ContainsAny("<>&"u8)),
        Serializer("body.json-dotnet", 37, ".NET's System.Text.Json", JsonDialects.DotNet),
    ];

    private static BodyRule Layout(string id, int rank, string change, string signed, JsonLayout layout) => new()
    {
        Id = id,
        Stage = BodyStage.JsonLayout,
        Rank = rank,
        Side = FixSide.Receiver,
        Change = change,
        Cause = $"The sender signed {signed}, but the received body has different white space. The JSON was parsed and reserialized between signing and verification.",
        Fix = KeepRawFix,
        Apply = body => body.Json is { IsContainer: true } ? body.Rewrite(new JsonRewriteOptions { Layout = layout }) : null,
    };

    private static BodyRule Text(string id, int rank, string change, string with, JsonTextStyle style) => new()
    {
        Id = id,
        Stage = BodyStage.JsonText,
        Rank = rank,
        Side = FixSide.Receiver,
        Change = "the JSON with " + change,
        Cause = $"The sender signed JSON with {with}. The JSON was parsed and reserialized between signing and verification.",
        Fix = KeepRawFix,
        Apply = body => body.Json?.Write(new JsonRewriteOptions { Text = style }),
    };

    /// <param name="isDistinct">Returns false if other serializers write the body the same way, so that naming this one would be misleading.</param>
    private static BodyRule Serializer(string id, int rank, string name, JsonRewriteOptions options, Func<BodyContent, bool>? isDistinct = null) => new()
    {
        Id = id,
        Stage = BodyStage.JsonLayout,
        Rank = rank,
        Side = FixSide.Receiver,
        Change = "the JSON as written by " + name,
        Cause = $"The sender signed JSON as {name} writes it, but the received body is formatted differently. The JSON was parsed and reserialized between signing and verification.",
        Fix = KeepRawFix,
        Apply = body => isDistinct?.Invoke(body) == false || body.HasRepeatedNames ? null : body.Rewrite(options),
    };
}
