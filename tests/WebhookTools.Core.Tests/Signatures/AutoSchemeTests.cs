using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class AutoSchemeTests
{
    /// <summary>The schemes that are detected and protect the body, except Discord, whose key must then be PEM.</summary>
    public static TheoryData<string> Taken =>
        [.. SignatureSchemes.All.Where(scheme => scheme.ProtectsBody && scheme.Name is not ("Hmac" or "Discord")).Select(scheme => scheme.Name)];

    /// <summary>The schemes that are detected but must be named.</summary>
    public static TheoryData<string> NotTaken =>
        [.. SignatureSchemes.All.Where(scheme => !scheme.ProtectsBody && scheme.HeaderNames.Count > 0).Select(scheme => scheme.Name)];

    [Theory]
    [MemberData(nameof(Taken))]
    public void A_signature_is_valid_without_the_schemes_name(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureResult signed = SchemeSample.Sign(name, secret);

        SignatureVerification verification = Verify(SchemeSample.Received(name, signed), signed.Headers(), SchemeSample.NewSecret(name), secret);

        Assert.True(verification.IsValid, verification.Reason);
        Assert.Equal((name is "Pelorus" ? "GitHub" : name, 1), (verification.Scheme, verification.SecretIndex));
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public void A_signature_with_another_secret_is_invalid(string name)
    {
        SignatureResult signed = SchemeSample.Sign(name, SchemeSample.NewSecret(name));

        Assert.Equal(SignatureVerdict.Invalid, Verify(SchemeSample.Received(name, signed), signed.Headers(), SchemeSample.NewSecret(name)).Verdict);
    }

    [Theory]
    [MemberData(nameof(NotTaken))]
    public void A_signature_that_does_not_protect_the_body_is_not_accepted(string name)
    {
        WebhookSecret secret = SchemeSample.NewSecret(name);
        SignatureHeaders headers = SchemeSample.Sign(name, secret).Headers();
        headers.Add("X-HubSpot-Signature-Version", name is "HubSpotV1" ? "v1" : "v2");

        SignatureVerification verification = Verify(SchemeSample.Request(name), headers, secret);

        Assert.False(verification.IsValid);
        Assert.Equal(SignatureVerdict.Valid, SchemeSample.Verify(name, SchemeSample.Request(name), headers, secret).Verdict);
    }

    [Fact]
    public void The_reason_names_a_scheme_that_must_be_specified()
    {
        SignatureVerification verification = Verify(SchemeSample.Request("GitHub"), SchemeSample.Headers(("X-Gitlab-Token", "t")), SchemeSample.Secret("t"));

        Assert.Equal(SignatureVerdict.HeaderMissing, verification.Verdict);
        Assert.Contains("GitLabToken", verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_that_match_no_scheme_count_as_missing()
    {
        SignatureVerification verification = Verify(SchemeSample.Request("GitHub"), SchemeSample.Headers(("Content-Type", "application/json")), SchemeSample.Secret("s"));

        Assert.Equal((SignatureVerdict.HeaderMissing, "Auto"), (verification.Verdict, verification.Scheme));
    }

    [Fact]
    public void If_the_headers_match_several_schemes_every_valid_one_is_named()
    {
        WebhookSecret secret = SchemeSample.Secret("s");
        SignatureHeaders headers = SchemeSample.Sign("GitHub", secret).Headers();

        SignatureVerification verification = Verify(SchemeSample.Request("GitHub"), headers, secret);

        Assert.True(verification.IsValid);
        Assert.Contains("valid for GitHub and Pelorus.", verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matching_scheme_that_is_not_valid_is_named_as_well()
    {
        WebhookSecret secret = SchemeSample.Secret("s");
        SignatureHeaders headers = SchemeSample.Sign("GitHub", SchemeSample.Request("GitHub").With("""{"a":1}"""), secret).Headers();

        SignatureVerification verification = Verify(SchemeSample.Request("GitHub").With("""{ "a": 1 }"""), headers, secret);

        Assert.Equal((SignatureVerdict.Valid, "Pelorus"), (verification.Verdict, verification.Scheme));
        Assert.Contains("valid for Pelorus, but not for GitHub.", verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void If_none_of_several_schemes_is_valid_each_is_named_with_its_reason()
    {
        WebhookSecret secret = SchemeSample.Secret("s");
        SignatureHeaders headers = SchemeSample.Sign("Slack", secret).Headers();
        headers.Add("Stripe-Signature", "nonsense");

        SignatureVerification late = Verify(SchemeSample.Request("Slack"), headers, SchemeSample.Now.AddHours(1), secret);

        Assert.Equal((SignatureVerdict.Expired, "Stripe or Slack"), (late.Verdict, late.Scheme));
        Assert.Contains("Stripe: ", late.Reason, StringComparison.Ordinal);
        Assert.Contains("Slack: ", late.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StandardWebhooksEd25519", false)]
    [InlineData("StandardWebhooksEd25519", true)]
    [InlineData("Discord", true)]
    public void A_public_key_is_never_used_as_a_shared_secret(string scheme, bool asPem)
    {
        string publicKey = PublicKey(scheme, SchemeSample.NewSecret(scheme), asPem);

        // Anyone who knows the public key can sign with it as a secret.
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(publicKey), SchemeSample.Body("GitHub").ReadAll().Span);
        SignatureHeaders forged = SchemeSample.Headers(("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(signature)));

        Assert.Equal("SecretNotRecognizable", Assert.Throws<SignatureException>(() => Verify(SchemeSample.Request("Slack"), SchemeSample.Sign("Slack", SchemeSample.Secret("s")).Headers(), SchemeSample.Secret(publicKey))).ErrorId);
        Assert.False(Verify(SchemeSample.Request("GitHub"), forged, SchemeSample.Secret(publicKey)).IsValid);
        Assert.False(Verify(SchemeSample.Request("GitHub"), forged, WebhookSecret.FromPublicKey(publicKey)).IsValid);
        Assert.Equal("SecretIsPublicKey", Assert.Throws<SignatureException>(() => SchemeSample.Verify("GitHub", SchemeSample.Request("GitHub"), forged, WebhookSecret.FromPublicKey(publicKey))).ErrorId);
    }

    [Fact]
    public void Hexadecimal_digits_are_a_public_key_only_if_they_are_given_as_one()
    {
        WebhookSecret pair = SchemeSample.NewSecret("Discord");
        string publicKey = PublicKey("Discord", pair, asPem: false);
        SignatureHeaders headers = SchemeSample.Sign("Discord", pair).Headers();

        Assert.Equal("SecretNotRecognizable", Assert.Throws<SignatureException>(() => Verify(SchemeSample.Request("Discord"), headers, SchemeSample.Secret(publicKey))).ErrorId);
        Assert.True(Verify(SchemeSample.Request("Discord"), headers, WebhookSecret.FromPublicKey(publicKey)).IsValid);
        Assert.True(Verify(SchemeSample.Request("Discord"), headers, SchemeSample.Secret(PublicKey("Discord", pair, asPem: true))).IsValid);
    }

    [Fact]
    public void Secrets_of_other_schemes_are_skipped()
    {
        WebhookSecret secret = SchemeSample.NewSecret("StandardWebhooks");
        SignatureHeaders headers = SchemeSample.Sign("StandardWebhooks", secret).Headers();

        SignatureVerification verification = Verify(SchemeSample.Request("StandardWebhooks"), headers, SchemeSample.Secret("no base64!"), secret);

        Assert.Equal((SignatureVerdict.Valid, 1), (verification.Verdict, verification.SecretIndex));
    }

    [Fact]
    public void Options_of_one_scheme_require_its_name()
    {
        SignatureException error = Assert.Throws<SignatureException>(() => SignatureSchemes.Auto.Verify(
            SchemeSample.Request("Hmac"), new SignatureHeaders(), [SchemeSample.Secret("s")], new SignatureOptions { HeaderName = "X-Mine" }, TimeProvider.System));

        Assert.Equal("SignatureOptionNeedsScheme", error.ErrorId);
    }

    [Fact]
    public void It_verifies_and_does_not_sign()
    {
        Assert.Same(SignatureSchemes.Auto, SignatureSchemes.GetVerifier("auto"));
        Assert.Equal("GitHub", SignatureSchemes.GetVerifier("github").Name);
        Assert.Equal("SchemeOnlyVerifies", Assert.Throws<SignatureException>(() => SignatureSchemes.Get("Auto")).ErrorId);
        Assert.Contains("Auto", Assert.Throws<SignatureException>(() => SignatureSchemes.GetVerifier("nonsense")).RecommendedAction, StringComparison.Ordinal);
    }

    private static string PublicKey(string scheme, WebhookSecret pair, bool asPem)
    {
        string text = SignatureSchemes.Get(scheme).GetVerificationSecret(pair).Reveal();
        if (!asPem)
        {
            return text;
        }

        byte[] key = text.StartsWith("whpk_", StringComparison.Ordinal) ? Convert.FromBase64String(text["whpk_".Length..]) : Convert.FromHexString(text);
        return new StringBuilder("-----BEGIN PUBLIC KEY-----\n")
            .Append(Convert.ToBase64String([.. Convert.FromHexString("302a300506032b6570032100"), .. key]))
            .Append("\n-----END PUBLIC KEY-----\n")
            .ToString();
    }

    private static SignatureVerification Verify(SignatureRequest request, SignatureHeaders headers, params WebhookSecret[] secrets) => Verify(request, headers, SchemeSample.Now, secrets);

    private static SignatureVerification Verify(SignatureRequest request, SignatureHeaders headers, DateTimeOffset now, params WebhookSecret[] secrets) =>
        SignatureSchemes.Auto.Verify(request, headers, secrets, SignatureOptions.Default, new ManualTimeProvider(now));
}
