using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>
/// A scheme of one file works everywhere once it is registered. The registration changes what other tests enumerate, so these
/// tests do not run in parallel with them.
/// </summary>
[Collection(nameof(AddedSchemeTests))]
[CollectionDefinition(nameof(AddedSchemeTests), DisableParallelization = true)]
public sealed class AddedSchemeTests : IDisposable
{
    private const string Name = "Acme";
    private const string Body = """{"app":"todo"}""";

    private static readonly WebhookSecret Secret = WebhookSecret.FromText("the key");

    private readonly IDisposable _registration = SignatureSchemes.Add(new AcmeScheme());
    private readonly ManualTimeProvider _clock = new(SchemeSample.Now);

    [Fact]
    public void It_signs_as_it_declares()
    {
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData("the key"u8, Encoding.UTF8.GetBytes("msg_1|1763717400|" + Body)));

        Assert.Equal([new(AcmeScheme.SignatureName, "a1=" + expected), new("Acme-Time", "1763717400"), new(AcmeScheme.IdName, "msg_1")], Sign(Body).Headers);
    }

    [Fact]
    public void It_verifies_by_its_name_and_by_its_headers()
    {
        SignatureHeaders headers = Sign(Body).Headers();

        SignatureVerification named = SignatureSchemes.GetVerifier("acme").Verify(Request(Body), headers, [Secret], SignatureOptions.Default, _clock);
        SignatureVerification recognized = SignatureSchemes.Auto.Verify(Request(Body), headers, [Secret], SignatureOptions.Default, _clock);
        SignatureVerification other = SignatureSchemes.Auto.Verify(Request(Body + " "), headers, [Secret], SignatureOptions.Default, _clock);

        Assert.Equal((SignatureVerdict.Valid, Name, "msg_1"), (named.Verdict, named.Scheme, named.Id));
        Assert.Equal(named, recognized);
        Assert.Equal(SignatureVerdict.Invalid, other.Verdict);
        Assert.Equal(Name, SchemeDetector.DetectSingle(headers).Name);
        Assert.Contains(AcmeScheme.SignatureName, SignatureSchemes.Auto.HeaderNames, StringComparer.Ordinal);
    }

    [Fact]
    public void It_is_diagnosed_by_its_headers_and_for_other_schemes()
    {
        SignatureHeaders headers = Sign(Body).Headers();

        SignatureDiagnosis diagnosis = Diagnose(headers, Body + "\n", scheme: null);
        SignatureDiagnosis mistaken = Diagnose(headers, Body, SignatureSchemes.Get("Slack"));

        Assert.Equal((Name, "body.final-newline-removed"), (diagnosis.Scheme, Assert.Single(diagnosis.Causes).Id));
        Assert.NotNull(diagnosis.Proof);
        Assert.Contains(Name, mistaken.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_headers_are_recorded_and_its_id_is_kept_by_a_replay()
    {
        CapturedRequest captured = CapturedRequestParser.Parse(
            $"POST /in HTTP/1.1\r\nHost: x.example\r\n{AcmeScheme.SignatureName}: a1=00\r\nAcme-Time: 1\r\n{AcmeScheme.IdName}: msg_7\r\nContent-Length: 2\r\n\r\n{{}}");
        var options = new DeliveryOptions { Uri = new Uri("https://y.example/in"), Signing = new SigningOptions { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [Secret] } };

        DeliveryOptions replayed = Replay.Apply(captured, options);

        string[] expected = [AcmeScheme.SignatureName, "Acme-Time", AcmeScheme.IdName, "Acme-Event", AcmeScheme.AttemptName];
        Assert.Equal(expected, SignatureSchemes.RecordedHeaderNames.Intersect(expected, StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("msg_7", replayed.Id);
        Assert.DoesNotContain(replayed.Headers, header => header.Key.StartsWith("Acme-", StringComparison.Ordinal));
    }

    [Fact]
    public void Its_challenge_is_answered()
    {
        SignatureScheme scheme = SignatureSchemes.Find("ACME")!;

        Assert.True(scheme.TryAnswerChallenge(WebhookBody.FromText("\"are you there\""), Secret, out byte[] response));
        Assert.Equal("\"I am\"", Encoding.UTF8.GetString(response));
        Assert.False(scheme.TryAnswerChallenge(WebhookBody.FromText(Body), Secret, out _));
    }

    [Fact]
    public void It_is_registered_until_its_registration_is_disposed_of()
    {
        Assert.Same(SignatureSchemes.All[^1], SignatureSchemes.Find(Name));

        _registration.Dispose();

        Assert.Null(SignatureSchemes.Find(Name));
        Assert.DoesNotContain(AcmeScheme.IdName, SignatureSchemes.IdHeaderNames, StringComparer.Ordinal);
    }

    public void Dispose() => _registration.Dispose();

    private static SignatureRequest Request(string body) => new() { Body = WebhookBody.FromText(body), Id = "msg_1" };

    private SignatureResult Sign(string body) =>
        SignatureSchemes.Get(Name).Sign(Request(body), [Secret], SignatureOptions.Default, _clock, SystemRandomSource.Instance);

    private SignatureDiagnosis Diagnose(SignatureHeaders headers, string body, SignatureScheme? scheme) =>
        SignatureDiagnoser.Diagnose(new SignatureRequest { Body = WebhookBody.FromText(body) }, headers, [Secret], new DiagnosisOptions { Scheme = scheme }, _clock);
}
