using System.Security.Cryptography;
using System.Text;
using static WebhookTools.Core.Tests.Diagnosis.SpoiledSignature;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>Signatures of a different body. Every body is a literal, written as the serializer in question writes it.</summary>
internal static class SpoiledBodies
{
    private const string Compact = "{\"name\":\"caf\u00e9\",\"tags\":[\"a\",\"b\"],\"n\":1}";
    private const string Spaced = "{\"name\": \"caf\u00e9\", \"tags\": [\"a\", \"b\"], \"n\": 1}";
    private const string IndentedBy2 = "{\n  \"name\": \"caf\u00e9\",\n  \"tags\": [\n    \"a\",\n    \"b\"\n  ],\n  \"n\": 1\n}";
    private const string IndentedBy4 = "{\n    \"name\": \"caf\u00e9\",\n    \"tags\": [\n        \"a\",\n        \"b\"\n    ],\n    \"n\": 1\n}";
    private const string Rich = "{\"z\":\"caf\u00e9 <b>&</b> a/b +'\",\"a\":{\"y\":1.50,\"b\":2}}";

    public static IEnumerable<SpoiledSignature> All =>
    [
        Body("a final newline that was not signed", "body.final-newline-removed", received: Compact + "\n", signed: Compact),
        Body("a final CRLF that was not signed", "body.final-newline-removed", received: Compact + "\r\n", signed: Compact),
        Body("a final newline that was signed and lost", "body.final-newline-added", received: Compact, signed: Compact + "\n"),
        Body("a final CRLF that was signed and lost", "body.final-crlf-added", received: Compact, signed: Compact + "\r\n"),
        Body("white space around it", "body.white-space-trimmed", received: " \n" + Compact + " \t", signed: Compact),
        Body("LF converted to CRLF", "body.crlf-to-lf", received: IndentedBy2.ReplaceLineEndings("\r\n"), signed: IndentedBy2),
        Body("CRLF converted to LF", "body.lf-to-crlf", received: IndentedBy2, signed: IndentedBy2.ReplaceLineEndings("\r\n")),
        Body("newlines stripped before signing", "body.newlines-stripped", received: IndentedBy2, signed: IndentedBy2.ReplaceLineEndings(string.Empty)),
        Body("newlines stripped by curl -d @file", "body.newlines-restored", received: IndentedBy2.ReplaceLineEndings(string.Empty), signed: IndentedBy2 + "\n"),
        Body("newlines stripped from a file without a final newline", "body.newlines-restored", received: IndentedBy4.ReplaceLineEndings(string.Empty), signed: IndentedBy4),
        Body("a byte-order mark that was not signed", "body.byte-order-mark-removed", received: "\ufeff" + Compact, signed: Compact),
        Body("a byte-order mark that was signed", "body.byte-order-mark-added", received: Compact, signed: "\ufeff" + Compact),
        Body("compact JSON indented in transit", "body.json-compact", received: IndentedBy2, signed: Compact),
        Body("JSON with Python's separators", "body.json-spaced", received: Compact, signed: Spaced),
        Body("JSON indented by 2", "body.json-indent-2", received: Compact, signed: IndentedBy2),
        Body("JSON indented by 4", "body.json-indent-4", received: Compact, signed: IndentedBy4),
        Body("JSON indented by tabs", "body.json-indent-tab", received: Compact, signed: IndentedBy4.Replace("    ", "\t", StringComparison.Ordinal)),
        Body("sorted keys", "body.json-keys-sorted", received: "{\"b\":1,\"a\":{\"d\":1,\"c\":2}}", signed: "{\"a\":{\"c\":2,\"d\":1},\"b\":1}"),
        Body("sorted keys in indented JSON", "body.json-keys-sorted", received: "{\n  \"b\": 1,\n  \"a\": 2\n}\n", signed: "{\n  \"a\": 2,\n  \"b\": 1\n}\n"),
        Body("non-ASCII escaped", "body.json-non-ascii-escaped", received: "{\"n\":\"caf\u00e9 \U0001F600\"}", signed: "{\"n\":\"caf\\u00e9 \\ud83d\\ude00\"}"),
        Body("non-ASCII unescaped", "body.json-non-ascii-plain", received: "{\"n\":\"caf\\u00e9 \\uD83D\\uDE00\"}", signed: "{\"n\":\"caf\u00e9 \U0001F600\"}"),
        Body("slashes escaped", "body.json-slash-escaped", received: "{\"u\":\"https://a/b\"}", signed: "{\"u\":\"https:\\/\\/a\\/b\"}"),
        Body("slashes unescaped", "body.json-slash-plain", received: "{\"u\":\"https:\\/\\/a\\/b\"}", signed: "{\"u\":\"https://a/b\"}"),
        Body("HTML characters escaped", "body.json-html-escaped", received: "{\"t\":\"<b>&\"}", signed: "{\"t\":\"\\u003cb\\u003e\\u0026\"}"),
        Body("HTML characters unescaped", "body.json-html-plain", received: "{\"t\":\"\\u003cb\\u003e\\u0026\"}", signed: "{\"t\":\"<b>&\"}"),
        Body("numbers as JavaScript writes them", "body.json-numbers", received: "{\"a\":1.0,\"b\":1e3,\"c\":2.50,\"d\":-0,\"e\":1E-7}", signed: "{\"a\":1,\"b\":1000,\"c\":2.5,\"d\":0,\"e\":1e-7}"),
        Body("Python's json.dumps", "body.json-python", received: Rich, signed: "{\"z\": \"caf\\u00e9 <b>&</b> a/b +'\", \"a\": {\"y\": 1.5, \"b\": 2}}"),
        Body("PHP's json_encode", "body.json-php", received: Rich, signed: "{\"z\":\"caf\\u00e9 <b>&<\\/b> a\\/b +'\",\"a\":{\"y\":1.5,\"b\":2}}"),
        Body("Go's json.Marshal of a map", "body.json-go", received: Rich, signed: "{\"a\":{\"b\":2,\"y\":1.5},\"z\":\"caf\u00e9 \\u003cb\\u003e\\u0026\\u003c/b\\u003e a/b +'\"}"),
        Body("System.Text.Json", "body.json-dotnet", received: Rich, signed: "{\"z\":\"caf\\u00E9 \\u003Cb\\u003E\\u0026\\u003C/b\\u003E a/b \\u002B\\u0027\",\"a\":{\"y\":1.50,\"b\":2}}"),
        Body("JSON.stringify of text with escapes", "body.json-javascript", received: "{ \"n\": \"\\u0063af\\u00e9\\/\", \"v\": 1.0 }", signed: "{\"n\":\"caf\u00e9/\",\"v\":1}"),
        Body("JSON written as a JSON string", "body.json-string", received: Compact, signed: "\"" + Compact.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""),
        Body("JSON sent as a JSON string", "body.json-string-unwrapped", received: "\"" + Compact.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"", signed: Compact),
        Body("UTF-16 signed", "body.utf-16", Bytes(Compact), Encoding.Unicode.GetBytes(Compact)),
        Body("UTF-16 sent", "body.utf-16-decoded", Encoding.Unicode.GetBytes(Compact), Bytes(Compact)),
        Body("Latin-1 signed", "body.latin-1", Bytes(Compact), Encoding.Latin1.GetBytes(Compact)),
        Body("Latin-1 sent", "body.latin-1-decoded", Encoding.Latin1.GetBytes(Compact), Bytes(Compact)),
        Body("UTF-8 twice", "body.utf-8-twice", Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(Bytes(Compact))), Bytes(Compact)),
        Body("question marks signed", "body.question-marks", Bytes(Compact), Encoding.ASCII.GetBytes(Compact)),
        Body("the form field signed", "body.form-payload", received: "{\"a\":\"b c\"}", signed: "payload=%7B%22a%22%3A%22b+c%22%7D"),
        Body("the form field sent", "body.form-payload-decoded", received: "payload=%7B%22a%22%3A%22b+c%22%7D", signed: "{\"a\":\"b c\"}"),
        Body("URL encoding signed", "body.form-encoded", received: "{\"a\":\"b c\"}", signed: "%7B%22a%22%3A%22b+c%22%7D"),
        Body("a form signed and JSON sent", "body.form-from-json", received: "{\"a\":\"b c\",\"n\":1}", signed: "a=b+c&n=1"),
        Body("an empty body signed", "body.empty", received: Compact, signed: string.Empty),
        Body("an object's name signed", "body.not-serialised", received: Compact, signed: "[object Object]"),
    ];

    private static SpoiledSignature Body(string name, string cause, string received, string signed) => Body(name, cause, Bytes(received), Bytes(signed));

    private static SpoiledSignature Body(string name, string cause, byte[] received, byte[] signed) => new()
    {
        Name = name,
        Causes = [cause],
        Body = received,
        SignedBody = signed,
        Algorithm = HMACSHA256.HashData,
    };
}
