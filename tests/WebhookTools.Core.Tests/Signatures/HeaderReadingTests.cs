using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class HeaderReadingTests
{
    private static readonly WebhookSecret Secret = SchemeSample.Secret("a secret");

    [Theory]
    [InlineData("sha1=aabb", "does not start with 'sha256='")]
    [InlineData("sha256=aabb", "it has 4 characters after 'sha256='")]
    [InlineData("sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "Expected 'X-Hub-Signature-256: sha256=' followed by 64 hexadecimal digits")]
    [InlineData("", "it is empty")]
    public void The_reason_for_a_malformed_header_says_what_was_found_and_expected(string value, string expected)
    {
        SignatureVerification verification = SchemeSample.Verify("GitHub", SchemeSample.Request("GitHub"), SchemeSample.Headers(("X-Hub-Signature-256", value)), Secret);

        Assert.Equal(SignatureVerdict.HeaderMalformed, verification.Verdict);
        Assert.Contains(expected, verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Hexadecimal_digits_are_read_in_any_case()
    {
        string value = SchemeSample.Sign("GitHub", Secret).Value;
        string upper = "sha256=" + value["sha256=".Length..].ToUpperInvariant();

        Assert.True(SchemeSample.Verify("GitHub", SchemeSample.Request("GitHub"), SchemeSample.Headers(("X-Hub-Signature-256", upper)), Secret).IsValid);
    }

    [Theory]
    [InlineData("StandardWebhooks", "webhook-signature")]
    [InlineData("Svix", "svix-signature")]
    public void Signatures_of_unknown_versions_are_skipped(string scheme, string header)
    {
        WebhookSecret secret = SchemeSample.NewSecret(scheme);
        SignatureResult signed = SchemeSample.Sign(scheme, secret);
        IEnumerable<(string, string)> others = signed.Headers.Where(line => !string.Equals(line.Key, header, StringComparison.Ordinal)).Select(line => (line.Key, line.Value));

        Assert.True(Verify($"v2,AAAA {signed.Value} v1a,BBBB").IsValid);
        Assert.True(Verify($"v2,AAAA,{signed.Value}").IsValid);
        Assert.Equal(SignatureVerdict.HeaderMalformed, Verify(signed.Value.Replace("v1,", "v2,", StringComparison.Ordinal)).Verdict);

        SignatureVerification Verify(string value) => SchemeSample.Verify(scheme, SchemeSample.Request(scheme), SchemeSample.Headers([.. others, (header, value)]), secret);
    }

    [Fact]
    public void A_list_carries_one_signature_per_secret()
    {
        WebhookSecret first = SchemeSample.NewSecret("StandardWebhooks");
        WebhookSecret second = SchemeSample.NewSecret("StandardWebhooks");
        SignatureResult signed = SchemeSample.Sign("StandardWebhooks", first, second);

        Assert.Equal(2, signed.Value.Split(' ').Length);
        Assert.True(SchemeSample.Verify("StandardWebhooks", SchemeSample.Request("StandardWebhooks"), signed.Headers(), second).IsValid);
    }

    [Fact]
    public void Stripes_header_carries_a_timestamp_and_one_signature_per_secret()
    {
        SignatureResult signed = SchemeSample.Sign("Stripe", SchemeSample.Secret("new"), SchemeSample.Secret("old"));

        Assert.Matches("^t=1763717400,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$", signed.Value);
        Assert.True(SchemeSample.Verify("Stripe", SchemeSample.Request("Stripe"), signed.Headers(), SchemeSample.Secret("old")).IsValid);
    }

    [Theory]
    [InlineData("{0},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39", SignatureVerdict.Valid)]
    [InlineData("v1=00,{0}", SignatureVerdict.Valid)]
    [InlineData("{0},{0}", SignatureVerdict.Valid)]
    [InlineData("{0},t=1", SignatureVerdict.HeaderMalformed)]
    [InlineData("v1=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39", SignatureVerdict.HeaderMalformed)]
    [InlineData("t=1763717400", SignatureVerdict.HeaderMalformed)]
    [InlineData("t=yesterday,v1=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39", SignatureVerdict.HeaderMalformed)]
    [InlineData("t=1763717400,v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39", SignatureVerdict.HeaderMalformed)]
    public void Stripes_fields_are_read_one_by_one(string pattern, SignatureVerdict expected)
    {
        string value = string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, SchemeSample.Sign("Stripe", Secret).Value);

        Assert.Equal(expected, SchemeSample.Verify("Stripe", SchemeSample.Request("Stripe"), SchemeSample.Headers(("Stripe-Signature", value)), Secret).Verdict);
    }

    [Theory]
    [InlineData("1763717400.0")]
    [InlineData("-1763717400")]
    [InlineData("+1763717400")]
    [InlineData("1763717400 0")]
    [InlineData("1e9")]
    [InlineData("١٢٣")]
    [InlineData("253402300800")]
    [InlineData("99999999999999999999999999")]
    public void A_timestamp_that_is_not_digits_in_range_is_malformed(string timestamp)
    {
        SignatureHeaders headers = SchemeSample.Headers(("X-Slack-Signature", SchemeSample.Sign("Slack", Secret).Value), ("X-Slack-Request-Timestamp", timestamp));

        SignatureVerification verification = SchemeSample.Verify("Slack", SchemeSample.Request("Slack"), headers, Secret);

        Assert.Equal(SignatureVerdict.HeaderMalformed, verification.Verdict);
        Assert.Contains("a Unix timestamp in seconds", verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_of_another_length_is_invalid()
    {
        var request = new SignatureRequest { Body = WebhookBody.Empty };

        Assert.Equal(SignatureVerdict.Invalid, SchemeSample.Verify("GitLabToken", request, SchemeSample.Headers(("x-gitlab-token", "a secret and more")), Secret).Verdict);
        Assert.True(SchemeSample.Verify("GitLabToken", request, SchemeSample.Headers(("x-gitlab-token", "a secret")), Secret).IsValid);
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData(" leading")]
    [InlineData("é")]
    public void A_token_that_no_header_can_carry_is_an_error(string token) =>
        Assert.Equal("TokenNotForHeader", Assert.Throws<SignatureException>(() => SchemeSample.Sign("GitLabToken", SchemeSample.Secret(token))).ErrorId);
}
