using System.Security.Cryptography;
using static WebhookTools.Core.Tests.Diagnosis.SpoiledSignature;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>Combinations of two mistakes.</summary>
internal static class SpoiledPairs
{
    private const string Pretty = "{\n  \"b\": \"caf\u00e9\",\n  \"a\": \"x/y\"\n}\n";
    private const string Encoded = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static IEnumerable<SpoiledSignature> All =>
    [
        Body("compact with a final newline", "{\"b\":\"caf\u00e9\",\"a\":\"x/y\"}\n", "body.json-compact", "body.final-newline-added"),
        Body("compact and sorted", "{\"a\":\"x/y\",\"b\":\"caf\u00e9\"}", "body.json-compact", "body.json-keys-sorted"),
        Body("compact and slashes escaped", "{\"b\":\"caf\u00e9\",\"a\":\"x\\/y\"}", "body.json-compact", "body.json-slash-escaped"),
        Body("CRLF without the last one", "{\r\n  \"b\": \"caf\u00e9\",\r\n  \"a\": \"x/y\"\r\n}", "body.lf-to-crlf", "body.final-newline-removed"),
        Body("indented by 4 with a final newline", "{\n    \"b\": \"caf\u00e9\",\n    \"a\": \"x/y\"\n}\n", "body.json-indent-4", "body.final-newline-added"),
        Pair("a final newline, and a secret with a line feed", "body.final-newline-removed", "secret.white-space-trimmed") with
        {
            SignedBody = Bytes(Pretty[..^1]),
            Secret = PlainSecret + "\n",
            Key = Bytes(PlainSecret),
        },
        Pair("compact JSON, and a secret in quotes", "body.json-compact", "secret.quotes-added") with
        {
            SignedBody = Bytes("{\"b\":\"caf\u00e9\",\"a\":\"x/y\"}"),
            Key = Bytes("\"" + PlainSecret + "\""),
        },
        Pair("compact JSON, and SHA-1", "body.json-compact", "algorithm.hmac-sha-1") with
        {
            SignedBody = Bytes("{\"b\":\"caf\u00e9\",\"a\":\"x/y\"}"),
            Algorithm = HMACSHA1.HashData,
            Write = signature => "sha1=" + Hex(signature),
        },
        Pair("a final newline, and base64", "body.final-newline-removed", "encoding.base64-for-hexadecimal") with
        {
            SignedBody = Bytes(Pretty[..^1]),
            Write = signature => "sha256=" + Base64(signature),
        },
        Pair("a secret in quotes with a line feed", "secret.quotes-removed", "secret.white-space-trimmed") with
        {
            Secret = "'" + PlainSecret + "'\n",
            Key = Bytes(PlainSecret),
        },
        Pair("a secret in base64, and SHA-512", "secret.base64-decoded", "algorithm.hmac-sha-512") with
        {
            Secret = Encoded,
            Key = Convert.FromBase64String(Encoded),
            Algorithm = HMACSHA512.HashData,
        },
        Pair("the body alone without its newline", "construction.body-alone", "body.final-newline-removed") with
        {
            Scheme = "Stripe",
            SignedBody = Bytes(Pretty[..^1]),
        },
        Pair("Slack's content, and a secret without its prefix", "construction.other-scheme", "secret.prefix-removed") with
        {
            Scheme = "Stripe",
            Before = $"v0:{Timestamp}:",
            Secret = "whsec_" + Encoded,
            Key = Bytes(Encoded),
        },
        Pair("the body alone, and a secret used as text", "construction.body-alone", "secret.used-as-text") with
        {
            Scheme = "StandardWebhooks",
            Secret = "whsec_" + Encoded,
            Key = Bytes("whsec_" + Encoded),
        },
        Pair("compact JSON, and expired", "body.json-compact", "time.expired") with
        {
            Scheme = "Stripe",
            Before = Timestamp + ".",
            SignedBody = Bytes("{\"b\":\"caf\u00e9\",\"a\":\"x/y\"}"),
            ReceivedAt = Now.AddDays(1),
        },
        Pair("without its prefix, and a final newline", "encoding.prefix-missing", "body.final-newline-removed") with
        {
            SignedBody = Bytes(Pretty[..^1]),
            Write = Hex,
        },
        Pair("a different URL, and compact JSON", "construction.address-scheme", "body.json-compact") with
        {
            Scheme = "Hmac",
            Options = new Core.Signatures.SignatureOptions { Template = "{url}{body}" },
            Uri = new Uri("http://hooks.example.com/in"),
            Before = "https://hooks.example.com/in",
            SignedBody = Bytes("{\"b\":\"caf\u00e9\",\"a\":\"x/y\"}"),
        },
    ];

    private static SpoiledSignature Body(string name, string signed, params string[] causes) =>
        Pair(name, causes) with { SignedBody = Bytes(signed) };

    private static SpoiledSignature Pair(string name, params string[] causes) =>
        new() { Name = "pair: " + name, Causes = causes, Body = Bytes(Pretty) };
}
