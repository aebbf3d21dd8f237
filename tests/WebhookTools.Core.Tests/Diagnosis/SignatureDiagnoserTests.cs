using System.Text;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Diagnosis.Report;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Diagnosis;

public sealed class SignatureDiagnoserTests
{
    private static readonly SpoiledSignature Right = new() { Name = "right", Causes = [] };

    [Fact]
    public void A_correct_signature_is_valid_and_has_no_cause()
    {
        SignatureDiagnosis diagnosis = Right.Diagnose();

        Assert.True(diagnosis.IsValid);
        Assert.Null(diagnosis.Cause);
        Assert.Null(diagnosis.Fix);
        Assert.Equal(diagnosis.Expected, diagnosis.Received);
        Assert.Equal(("{\"id\":7,\"ok\":true}", 18L), (diagnosis.SignedContent!.Text, diagnosis.SignedContent.Length));
    }

    [Fact]
    public void The_expected_signature_is_the_one_that_the_scheme_sends()
    {
        SignatureDiagnosis diagnosis = (Right with { Scheme = "Stripe", Before = SpoiledSignature.Timestamp + ".", SignedBody = [1, 2, 3] }).Diagnose();

        SignatureResult signed = SignatureSchemes.Get("Stripe").Sign(
            Right.ToRequest() with { Timestamp = SpoiledSignature.Now },
            [WebhookSecret.FromText(SpoiledSignature.PlainSecret)],
            SignatureOptions.Default,
            TimeProvider.System,
            SystemRandomSource.Instance);
        Assert.Equal(signed.Value, diagnosis.Expected);
        Assert.Equal("Stripe-Signature", diagnosis.HeaderName);
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("Stripe")]
    [InlineData("Slack")]
    [InlineData("StandardWebhooks")]
    [InlineData("Shopify")]
    public void The_scheme_is_detected_from_the_headers(string scheme)
    {
        WebhookSecret secret = SignatureSchemes.Get(scheme).NewSecret(SystemRandomSource.Instance);
        SignatureResult signed = SignatureSchemes.Get(scheme).Sign(Right.ToRequest(), [secret], SignatureOptions.Default, Clock, SystemRandomSource.Instance);
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in signed.Headers)
        {
            headers.Add(name.ToUpperInvariant(), value);
        }

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(Right.ToRequest(), headers, [secret], DiagnosisOptions.Default, Clock);

        Assert.Equal((scheme, true), (diagnosis.Scheme, diagnosis.IsValid));
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}")]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\": 3, \"b\": 2}")]
    [InlineData("{\"x\":[{\"b\":1,\"\\u0062\":3}]}", "{\"x\":[{\"b\":3}]}")]
    public void A_body_with_a_repeated_name_is_not_equivalent_to_one_without_it(string received, string signed)
    {
        SignatureDiagnosis diagnosis = (Right with { Body = Encoding.UTF8.GetBytes(received), SignedBody = Encoding.UTF8.GetBytes(signed) }).Diagnose();

        Assert.Empty(diagnosis.Causes);
        Assert.Null(diagnosis.Proof);
    }

    [Theory]
    [InlineData("correct horse battery staple", "***")]
    [InlineData("sha256=correct%20horse%20battery%20staple", "sha256=***")]
    [InlineData("sha256=Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ==", "sha256=***")]
    [InlineData("sha256=636f727265637420686f727365206261747465727920737461706c65", "sha256=***")]
    public void A_secret_that_the_sender_put_into_a_header_is_masked(string header, string shown)
    {
        var headers = new SignatureHeaders();
        headers.Add("X-Hub-Signature-256", header);

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(Right.ToRequest(), headers, [Secret], new DiagnosisOptions { Scheme = SignatureSchemes.Get("GitHub") }, Clock);

        Assert.Equal(shown, diagnosis.Received);
        Assert.DoesNotContain(header[(header.IndexOf('=', StringComparison.Ordinal) + 1)..], diagnosis.ToString() + DiagnosisReport.Create(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_matching_schemes_are_named()
    {
        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose((Right with { SignedBody = [1] }).ToRequest(), Right.ToHeaders(), [Secret], DiagnosisOptions.Default, Clock);

        Assert.Contains(diagnosis.Notes, note => note.Contains("GitHub, Pelorus", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_known_header_the_received_headers_are_named()
    {
        var headers = new SignatureHeaders();
        headers.Add("Content-Type", "application/json");

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(Right.ToRequest(), headers, [Secret], DiagnosisOptions.Default, Clock);

        Assert.Equal("header.none-known", Assert.Single(diagnosis.Causes).Id);
        Assert.Contains("Content-Type", diagnosis.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_header_is_the_cause()
    {
        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(Right.ToRequest(), new SignatureHeaders(), [Secret], For("GitHub"), Clock);

        Assert.Equal((SignatureVerdict.HeaderMissing, "header.missing"), (diagnosis.Verdict, Assert.Single(diagnosis.Causes).Id));
        Assert.Null(diagnosis.Received);
        Assert.NotNull(diagnosis.Expected);
    }

    [Fact]
    public void A_valid_signature_of_another_scheme_is_found_and_proven()
    {
        SpoiledSignature github = Right;

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(github.ToRequest(), github.ToHeaders(), [Secret], For("Slack"), Clock);

        Assert.Equal("header.other-scheme", Assert.Single(diagnosis.Causes).Id);
        Assert.Contains("GitHub", diagnosis.Cause, StringComparison.Ordinal);
        Assert.Equal(github.Signature, diagnosis.Proof!.SignatureBytes.ToArray());
    }

    [Theory]
    [InlineData("sha256=0123456789abcde")]
    [InlineData("0123")]
    public void A_signature_of_a_few_digits_is_too_short(string value)
    {
        var headers = new SignatureHeaders();
        headers.Add("X-Hub-Signature-256", value);

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(Right.ToRequest(), headers, [Secret], For("GitHub"), Clock);

        Assert.Equal("encoding.too-short", Assert.Single(diagnosis.Causes).Id);
    }

    [Theory]
    [InlineData("GitHub", "")]
    [InlineData("StandardWebhooks", "not base64!")]
    public void An_unusable_secret_is_the_cause_if_nothing_else_is(string scheme, string secret)
    {
        SpoiledSignature spoiled = Right with { Scheme = scheme, Secret = secret, Key = [9, 9, 9] };

        SignatureDiagnosis diagnosis = spoiled.Diagnose();

        Assert.Equal("secret.unusable", Assert.Single(diagnosis.Causes).Id);
        Assert.False(diagnosis.IsValid);
        Assert.Null(diagnosis.Expected);
    }

    [Fact]
    public void A_missing_secret_is_an_error()
    {
        SignatureException error = Assert.Throws<SignatureException>(() => SignatureDiagnoser.Diagnose(Right.ToRequest(), Right.ToHeaders(), [], DiagnosisOptions.Default, Clock));

        Assert.Equal("SecretMissing", error.ErrorId);
    }

    [Fact]
    public void Any_of_several_secrets_can_explain_the_signature()
    {
        SpoiledSignature spoiled = Right with { Body = SpoiledSignature.Bytes("{\"a\":1}\n"), SignedBody = SpoiledSignature.Bytes("{\"a\":1}") };

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(spoiled.ToRequest(), spoiled.ToHeaders(), [WebhookSecret.FromText("old"), Secret], For("GitHub"), Clock);

        Assert.Equal("body.final-newline-removed", Assert.Single(diagnosis.Causes).Id);
        Assert.Equal(1, diagnosis.Proof!.SecretIndex);
    }

    [Fact]
    public void A_token_is_never_shown()
    {
        var headers = new SignatureHeaders();
        headers.Add("X-Gitlab-Token", "\"" + SpoiledSignature.PlainSecret + "\"");

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(Right.ToRequest(), headers, [Secret], For("GitLabToken"), Clock);

        Assert.Equal("secret.quotes-added", Assert.Single(diagnosis.Causes).Id);
        Assert.Equal("***", diagnosis.Expected);
        Assert.Equal("*** (30 characters)", diagnosis.Received);
        Assert.DoesNotContain("horse", string.Join(' ', diagnosis, diagnosis.Proof), StringComparison.Ordinal);
        Assert.True(diagnosis.Proof!.SignatureBytes.IsEmpty);
    }

    [Fact]
    public void A_body_in_a_file_is_diagnosed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("body.json"), "{\"a\":1}\n");
        SpoiledSignature spoiled = Right with { SignedBody = SpoiledSignature.Bytes("{\"a\":1}") };
        SignatureRequest request = new() { Body = WebhookBody.FromFile(folder.File("body.json")) };

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(request, spoiled.ToHeaders(), [Secret], For("GitHub"), Clock);

        Assert.Equal("body.final-newline-removed", Assert.Single(diagnosis.Causes).Id);
    }

    [Fact]
    public void An_expired_signature_has_its_age_and_a_time_zone_offset_is_recognized()
    {
        SpoiledSignature late = Right with { Scheme = "Stripe", Before = SpoiledSignature.Timestamp + ".", ReceivedAt = SpoiledSignature.Now.AddHours(2).AddSeconds(3) };

        SignatureDiagnosis diagnosis = late.Diagnose();

        Assert.Equal(SignatureVerdict.Expired, diagnosis.Verdict);
        Assert.Contains("2 hours ago", diagnosis.Cause, StringComparison.Ordinal);
        Assert.Contains("time zone", diagnosis.Cause, StringComparison.Ordinal);
        Assert.NotNull(diagnosis.Proof);
    }

    private static WebhookSecret Secret => WebhookSecret.FromText(SpoiledSignature.PlainSecret);

    private static ManualTimeProvider Clock => new(SpoiledSignature.Now);

    private static DiagnosisOptions For(string scheme) => new() { Scheme = SignatureSchemes.Get(scheme) };
}
