using System.Security.Cryptography;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Tests.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>Tests that hold for every registered scheme.</summary>
public sealed class EverySchemeDiagnosisTests
{
    public static TheoryData<string> Names => SchemeSample.Names;

    public static TheoryData<string> NamesCoveringBody => SchemeSample.NamesCoveringBody;

    public static TheoryData<string> NamesWithTolerance => SchemeSample.NamesWithTolerance;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_correct_signature_is_valid(string scheme)
    {
        WebhookSecret secret = SchemeSample.NewSecret(scheme);
        SignatureResult signed = SchemeSample.Sign(scheme, secret);

        SignatureDiagnosis diagnosis = Diagnose(scheme, SchemeSample.Received(scheme, signed), signed.Headers(), secret);

        Assert.True(diagnosis.IsValid, diagnosis.Cause);
        Assert.Equal(scheme is "GitLabToken" ? WebhookSecret.Mask : signed.Value, diagnosis.Expected);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_secret_with_a_trailing_line_feed_is_found(string scheme)
    {
        WebhookSecret secret = SchemeSample.NewSecret(scheme);
        SignatureResult signed = SchemeSample.Sign(scheme, secret);

        SignatureDiagnosis diagnosis = Diagnose(scheme, SchemeSample.Received(scheme, signed), signed.Headers(), WebhookSecret.FromText(secret.Reveal() + "\n"));

        Assert.Equal("secret.white-space-trimmed", Assert.Single(diagnosis.Causes).Id);
        Assert.NotNull(diagnosis.Proof);
        Assert.DoesNotContain(secret.Reveal(), string.Join(' ', diagnosis, diagnosis.Proof), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NamesCoveringBody))]
    public void An_unsigned_final_newline_is_found(string scheme)
    {
        WebhookSecret secret = SchemeSample.NewSecret(scheme);
        SignatureResult signed = SchemeSample.Sign(scheme, secret);
        SignatureRequest received = SchemeSample.Received(scheme, signed);

        SignatureDiagnosis diagnosis = Diagnose(scheme, received with { Body = WebhookBody.FromBytes((byte[])[.. received.Body.ReadAll().Span, (byte)'\n']) }, signed.Headers(), secret);

        Assert.Equal(scheme is "Pelorus" ? string.Empty : "body.final-newline-removed", string.Join(' ', diagnosis.Causes.Select(cause => cause.Id)));
        Assert.Equal(scheme is "Pelorus", diagnosis.IsValid);
    }

    [Theory]
    [MemberData(nameof(NamesWithTolerance))]
    public void An_expired_signature_is_found_with_its_age(string scheme)
    {
        WebhookSecret secret = SchemeSample.NewSecret(scheme);
        SignatureResult signed = SchemeSample.Sign(scheme, secret);

        SignatureDiagnosis diagnosis = Diagnose(scheme, SchemeSample.Received(scheme, signed), signed.Headers(), secret, SchemeSample.Now.AddDays(3));

        Assert.Equal(SignatureVerdict.Expired, diagnosis.Verdict);
        Assert.Equal("time.expired", Assert.Single(diagnosis.Causes).Id);
        Assert.Contains("3 days ago", diagnosis.Cause, StringComparison.Ordinal);
        Assert.NotNull(diagnosis.Proof);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_different_secret_yields_no_cause(string scheme)
    {
        SignatureResult signed = SchemeSample.Sign(scheme, SchemeSample.NewSecret(scheme));

        SignatureDiagnosis diagnosis = Diagnose(scheme, SchemeSample.Received(scheme, signed), signed.Headers(), SchemeSample.NewSecret(scheme));

        Assert.Empty(diagnosis.Causes);
        Assert.StartsWith("No cause was found", diagnosis.Cause, StringComparison.Ordinal);
        Assert.Contains(diagnosis.Tried.Singles, result => result.Outcome == RuleOutcome.RuledOut);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_request_without_headers_URL_and_body_is_diagnosed(string scheme)
    {
        var request = new SignatureRequest { Body = WebhookBody.Empty };

        SignatureDiagnosis diagnosis = Diagnose(scheme, request, new SignatureHeaders(), SchemeSample.NewSecret(scheme));

        Assert.False(diagnosis.IsValid);
        Assert.NotEmpty(diagnosis.Causes);
        Assert.NotEmpty(diagnosis.Fix!);
        Assert.Null(diagnosis.Proof);
    }

    [Fact]
    public void A_body_is_compared_with_its_hash_in_the_URL()
    {
        WebhookSecret secret = SchemeSample.NewSecret("Twilio");
        const string Signed = "{\"a\":1}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(SpoiledSignature.Bytes(Signed)));
        var request = new SignatureRequest { Body = WebhookBody.FromText(Signed + "\n"), Uri = new Uri("https://hooks.example.com/in?bodySHA256=" + hash) };
        var headers = new SignatureHeaders();
#pragma warning disable CA5350 // It is Twilio's algorithm.
        headers.Add("X-Twilio-Signature", Convert.ToBase64String(HMACSHA1.HashData(secret.RevealBytes(), SpoiledSignature.Bytes(request.Uri.OriginalString))));
#pragma warning restore CA5350

        SignatureDiagnosis found = Diagnose("Twilio", request, headers, secret);
        SignatureDiagnosis other = Diagnose("Twilio", request with { Body = WebhookBody.FromText("{\"a\":2}") }, headers, secret);

        Assert.Equal("body.final-newline-removed", Assert.Single(found.Causes).Id);
        Assert.Equal("body.hash-differs", Assert.Single(other.Causes).Id);
    }

    private static SignatureDiagnosis Diagnose(string scheme, SignatureRequest request, SignatureHeaders headers, WebhookSecret secret, DateTimeOffset? now = null)
    {
        var options = new DiagnosisOptions { Scheme = SignatureSchemes.Get(scheme), SignatureOptions = SchemeSample.Options(scheme) };
        return SignatureDiagnoser.Diagnose(request, headers, [secret], options, new ManualTimeProvider(now ?? SchemeSample.Now));
    }
}
