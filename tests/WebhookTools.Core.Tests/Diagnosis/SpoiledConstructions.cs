using WebhookTools.Core.Signatures;
using static WebhookTools.Core.Tests.Diagnosis.SpoiledSignature;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>A different layout of the signed content, or a timestamp outside the tolerance.</summary>
internal static class SpoiledConstructions
{
    public static IEnumerable<SpoiledSignature> All =>
    [
        Stripe("the body alone", "construction.body-alone", before: string.Empty),
        Stripe("Slack's content", "construction.other-scheme", before: $"v0:{Timestamp}:"),
        Stripe("no separator", "construction.other-scheme", before: Timestamp),
        Stripe("the timestamp after the body", "construction.other-content", before: string.Empty) with { After = Timestamp },
        Stripe("the timestamp in milliseconds", "construction.timestamp-milliseconds", before: Timestamp + "000."),
        new()
        {
            Name = "Stripe's content",
            Scheme = "Slack",
            Causes = ["construction.other-scheme"],
            Before = Timestamp + ".",
        },
        Address("http instead of https", "construction.address-scheme", signed: "http://hooks.example.com/in?x=1", received: "https://hooks.example.com/in?x=1"),
        Address("the port omitted", "construction.address-port", signed: "https://hooks.example.com/in", received: "https://hooks.example.com:443/in"),
        Address("the port added", "construction.address-port", signed: "https://hooks.example.com:443/in", received: "https://hooks.example.com/in"),
        Address("a trailing slash added", "construction.address-slash", signed: "https://hooks.example.com/in/?x=1", received: "https://hooks.example.com/in?x=1"),
        Address("a proxy's host", "construction.address-host", signed: "https://hooks.example.com/in", received: "http://10.0.0.7:8080/in") with
        {
            OtherHeaders = new(StringComparer.Ordinal) { ["X-Forwarded-Host"] = "hooks.example.com", ["X-Forwarded-Proto"] = "https" },
        },
        Address("without the query", "construction.address-query", signed: "https://hooks.example.com/in", received: "https://hooks.example.com/in?x=1"),
        Stripe("correct but 10 minutes old", "time.expired", before: Timestamp + ".") with { ReceivedAt = Now.AddMinutes(10) },
        Stripe("correct but 2 hours ahead", "time.future", before: Timestamp + ".") with { ReceivedAt = Now.AddHours(-2) },
        Stripe("correct but in milliseconds", "time.milliseconds", before: Timestamp + "123.") with { Write = signature => $"t={Timestamp}123,v1={Hex(signature)}" },
    ];

    private static SpoiledSignature Stripe(string name, string cause, string before) =>
        new() { Name = "construction: " + name, Scheme = "Stripe", Causes = [cause], Before = before };

    private static SpoiledSignature Address(string name, string cause, string signed, string received) => new()
    {
        Name = "address: " + name,
        Scheme = "Hmac",
        Options = new SignatureOptions { Template = "{url}{body}" },
        Causes = [cause],
        Before = signed,
        Uri = new Uri(received),
    };
}
