using System.Security.Cryptography;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Diagnosis;

public sealed class UnexplainedSignatureTests
{
    private const string Pretty = "{\n  \"b\": \"caf\u00e9\",\n  \"a\": \"x/y\"\n}\n";

    private static readonly Dictionary<string, SpoiledSignature> Cases = new[]
    {
        Case("a different secret") with { Key = SpoiledSignature.Bytes("another secret") },
        Case("a secret in a different case") with { Key = SpoiledSignature.Bytes(SpoiledSignature.PlainSecret.ToUpperInvariant()) },
        Case("a different value in the JSON") with { SignedBody = SpoiledSignature.Bytes(Pretty.Replace("x/y", "x/z", StringComparison.Ordinal)) },
        Case("a missing member") with { SignedBody = SpoiledSignature.Bytes("{\"b\":\"caf\u00e9\"}") },
        Case("JSON indented by 7") with { SignedBody = SpoiledSignature.Bytes("{\n       \"b\": \"caf\u00e9\",\n       \"a\": \"x/y\"\n}") },
        Case("an unknown MAC algorithm") with { Algorithm = (key, content) => DoubleHash(key, content) },
        Case("four changes at once") with { SignedBody = SpoiledSignature.Bytes("{\"a\":\"x\\/y\",\"b\":\"caf\\u00e9\"}\r\n"), Key = SpoiledSignature.Bytes("\"" + SpoiledSignature.PlainSecret + "\"") },
        Case("a timestamp that is not in the headers") with { Scheme = "Stripe", Before = "1790000001." },
        Case("an id that is not in the headers") with { Scheme = "StandardWebhooks", Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Before = "msg_other." + SpoiledSignature.Timestamp + "." },
        Case("an unknown URL") with { Before = "https://hooks.example.com/in" },
        Case("a changed digit in the header") with { Write = signature => "sha256=" + Flip(SpoiledSignature.Hex(signature)) },
        Case("the end of the signature instead of its beginning") with { Write = signature => "sha256=" + SpoiledSignature.Hex(signature)[32..] },
    }.ToDictionary(spoiled => spoiled.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unexplained_signature_has_no_cause_and_lists_what_was_ruled_out(string name)
    {
        SignatureDiagnosis diagnosis = Cases[name].Diagnose();

        Assert.Empty(diagnosis.Causes);
        Assert.Null(diagnosis.Proof);
        Assert.StartsWith("No cause was found", diagnosis.Cause, StringComparison.Ordinal);
        Assert.NotEmpty(diagnosis.Fix!);
        Assert.False(diagnosis.Tried.IsCutShort);
        Assert.Contains(diagnosis.Tried.Singles, result => result is { Id: "body.json-compact", Outcome: RuleOutcome.RuledOut });
        Assert.Contains(diagnosis.Tried.Singles, result => result is { Category: DiagnosisCategory.Secret, Outcome: RuleOutcome.RuledOut });
        Assert.All(diagnosis.Tried.Pairs, pair => Assert.Equal(0, pair.NotTried));
        Assert.Contains(diagnosis.Tried.Pairs, pair => pair is { First: DiagnosisCategory.Body, Second: DiagnosisCategory.Secret, Tried: > 100 });
    }

    /// <summary>Thirty signatures per header, in every length, in hexadecimal and base64. Each is compared with every combination.</summary>
    [Fact]
    public void Ten_thousand_random_signatures_of_all_lengths_have_no_cause_thirty_at_a_time()
    {
        const int InOneHeader = 30;
        var random = new Random(20260921);
        var request = new SignatureRequest { Body = WebhookBody.FromText("{\"a\": 1}\n") };
        WebhookSecret[] secrets = [WebhookSecret.FromText("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")];
        var options = new DiagnosisOptions { Scheme = SignatureSchemes.Get("Stripe"), TimeBudget = TimeSpan.FromMinutes(10) };
        var clock = new ManualTimeProvider(SpoiledSignature.Now);
        int[] lengths = [32, 32, 20, 48, 64, 8];
        for (int count = 0; count < 10_000; count += InOneHeader)
        {
            string[] signatures = [.. Enumerable.Range(count, InOneHeader).Select(index =>
            {
                byte[] signature = new byte[lengths[index % lengths.Length]];
                random.NextBytes(signature);
                return "v1=" + (index % 4 == 0 ? Convert.ToBase64String(signature) : Convert.ToHexStringLower(signature));
            })];
            var headers = new SignatureHeaders();
            headers.Add("Stripe-Signature", $"t={SpoiledSignature.Timestamp},{string.Join(',', signatures)}");

            SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(request, headers, secrets, options, clock);

            Assert.Empty(diagnosis.Causes);
            Assert.True(diagnosis.Tried.Combinations > 1000);
        }
    }

    private static SpoiledSignature Case(string name) => new() { Name = name, Causes = [], Body = SpoiledSignature.Bytes(Pretty) };

    private static byte[] DoubleHash(byte[] key, byte[] content) => SHA256.HashData(SHA256.HashData([.. key, .. content]));

    private static string Flip(string digits) => (digits[0] == 'a' ? 'b' : 'a') + digits[1..];
}
