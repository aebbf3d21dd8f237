using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>The JSON parsed and written again, on either side.</summary>
internal static class BodyJsonRules
{
    private const string KeepRawFix = "Verify the raw body, before anything parses it (express.raw, request.get_data, php://input, a raw-body attribute). If this body is as it came on the wire, then the sender signs another serialisation than it sends: serialise once, sign those bytes, send those bytes.";

    private const string SerialiseOnceFix = "Serialise once, sign those bytes and send those bytes. If the sender does, then verify the raw body here, before anything parses it and writes it again.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        Layout("body.json-compact", 1, "the JSON without white space", "the JSON without white space between its tokens, as JavaScript, Go, PHP and jq -c write it", JsonLayout.Compact),
        Layout("body.json-spaced", 10, "the JSON with a space behind each comma and colon", "the JSON with a space behind each comma and colon, as Python's json.dumps writes it", JsonLayout.Spaced),
        Layout("body.json-indent-2", 11, "the JSON indented by 2", "the JSON indented by two spaces, as jq, JSON.stringify(…, 2) and PowerShell's ConvertTo-Json write it", JsonLayout.Indented("  ")),
        Layout("body.json-indent-4", 13, "the JSON indented by 4", "the JSON indented by four spaces, as Python's indent=4 and PHP's JSON_PRETTY_PRINT write it", JsonLayout.Indented("    ")),
        Layout("body.json-indent-tab", 44, "the JSON indented by tabs", "the JSON indented by tabs", JsonLayout.Indented("\t")),
        new()
        {
            Id = "body.json-keys-sorted",
            Stage = BodyStage.JsonNames,
            Rank = 16,
            Side = FixSide.Sender,
            Change = "the JSON's keys sorted",
            Cause = "The signature was made over the JSON with the keys of each object sorted, and they are not sorted here.",
            Fix = SerialiseOnceFix,
            Apply = static body => body.Json?.Write(new JsonRewriteOptions { SortsNames = true }),
        },
        Text("body.json-non-ascii-escaped", 14, "non-ASCII characters escaped", @"characters beyond ASCII escaped, as \u00e9: Python's json.dumps and PHP's json_encode do so unless told otherwise", new JsonTextStyle { NonAscii = JsonEscaping.Escaped }),
        Text("body.json-non-ascii-escaped", 45, "non-ASCII characters escaped, in upper case", @"characters beyond ASCII escaped with upper-case digits, as \u00E9: System.Text.Json does so unless told otherwise", new JsonTextStyle { NonAscii = JsonEscaping.Escaped, HasUpperCaseDigits = true }),
        Text("body.json-non-ascii-plain", 15, "non-ASCII characters not escaped", @"characters beyond ASCII as themselves, and here they are escaped, as \u00e9", new JsonTextStyle { NonAscii = JsonEscaping.Plain }),
        Text("body.json-slash-escaped", 19, "slashes escaped", @"slashes escaped, as \/: PHP's json_encode does so unless JSON_UNESCAPED_SLASHES is given", new JsonTextStyle { Slash = JsonEscaping.Escaped }),
        Text("body.json-slash-plain", 20, "slashes not escaped", @"slashes as themselves, and here they are escaped, as \/", new JsonTextStyle { Slash = JsonEscaping.Plain }),
        Text("body.json-html-escaped", 21, "< > & escaped", @"<, > and & escaped, as \u003c: Go's json.Marshal and Rails do so unless told otherwise", new JsonTextStyle { Html = JsonEscaping.Escaped }),
        Text("body.json-html-escaped", 46, "< > & escaped, in upper case", @"<, > and & escaped with upper-case digits, as \u003C", new JsonTextStyle { Html = JsonEscaping.Escaped, HasUpperCaseDigits = true }),
        Text("body.json-html-plain", 22, "< > & not escaped", @"<, > and & as themselves, and here they are escaped, as \u003c", new JsonTextStyle { Html = JsonEscaping.Plain }),
        new()
        {
            Id = "body.json-numbers",
            Stage = BodyStage.JsonNumbers,
            Rank = 31,
            Side = FixSide.Receiver,
            Change = "the JSON's numbers as JavaScript writes them",
            Cause = "The signature was made over the JSON with its numbers as JavaScript writes them: 1.0 as 1, 1e3 as 1000.",
            Fix = KeepRawFix,
            Apply = static body => body.Json?.Write(new JsonRewriteOptions { Numbers = JsonNumbers.JavaScript }),
        },
        Serialiser("body.json-javascript", 32, "JavaScript's JSON.stringify", JsonDialects.JavaScript),
        Serialiser("body.json-python", 33, "Python's json.dumps", JsonDialects.Python),
        Serialiser("body.json-python", 34, "Python's json.dumps with separators=(',', ':')", JsonDialects.Python with { Layout = JsonLayout.Compact }),
        Serialiser("body.json-php", 35, "PHP's json_encode", JsonDialects.Php),

        // Without a character that it escapes, Go's form is sorted, compact JSON, which many write.
        Serialiser("body.json-go", 36, "Go's json.Marshal of a map", JsonDialects.Go, static body => body.Span.ContainsAny("<>&"u8)),
        Serialiser("body.json-dotnet", 37, ".NET's System.Text.Json", JsonDialects.DotNet),
    ];

    private static BodyRule Layout(string id, int rank, string change, string over, JsonLayout layout) => new()
    {
        Id = id,
        Stage = BodyStage.JsonLayout,
        Rank = rank,
        Side = FixSide.Receiver,
        Change = change,
        Cause = $"The signature was made over {over}, and the body here has other white space: it was parsed and written again between signing and verifying.",
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
        Cause = $"The signature was made over the JSON with {with}: it was parsed and written again between signing and verifying.",
        Fix = KeepRawFix,
        Apply = body => body.Json?.Write(new JsonRewriteOptions { Text = style }),
    };

    /// <param name="isDistinct">Whether the serialiser writes the body in a form of its own, and not in one that many write.</param>
    private static BodyRule Serialiser(string id, int rank, string name, JsonRewriteOptions options, Func<BodyContent, bool>? isDistinct = null) => new()
    {
        Id = id,
        Stage = BodyStage.JsonLayout,
        Rank = rank,
        Side = FixSide.Receiver,
        Change = "the JSON as written by " + name,
        Cause = $"The signature was made over the JSON as {name} writes it, and the body here is written otherwise: it was parsed and written again between signing and verifying.",
        Fix = "Verify the raw body, before anything parses it. If this body is as it came on the wire, then the sender signs another serialisation than it sends: serialise once, sign those bytes, send those bytes.",
        Apply = body => isDistinct?.Invoke(body) == false ? null : body.Rewrite(options),
    };
}
