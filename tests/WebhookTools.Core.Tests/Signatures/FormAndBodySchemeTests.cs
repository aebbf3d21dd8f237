using System.Security.Cryptography;
using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>Mandrill, which signs a form; Mailgun, whose signature is in the body; Linear, whose timestamp is; and Zoom's challenge.</summary>
public sealed class FormAndBodySchemeTests
{
    private static readonly WebhookSecret Secret = SchemeSample.Secret("key");

    /// <summary>There is no published vector. The signature is computed here according to Mailchimp Transactional's documentation, with the framework's HMAC.</summary>
    [Fact]
    public void Mandrill_signs_the_URL_and_the_sorted_parameters()
    {
        SignatureRequest request = SchemeSample.Request("Mandrill") with { Body = WebhookBody.FromText("mandrill_events=%5B%7B%22a%22%3A%221+2%22%7D%5D&b=1") };
        byte[] expected = CryptographicOperations.HmacData(HashAlgorithmName.SHA1, "key"u8, "https://hooks.example.com/in?source=testsb1mandrill_events[{\"a\":\"1 2\"}]"u8);

        Assert.Equal(Convert.ToBase64String(expected), SchemeSample.Sign("Mandrill", request, Secret).Value);
    }

    [Fact]
    public void Mandrill_neither_signs_nor_accepts_a_body_that_is_not_a_form()
    {
        SignatureHeaders headers = SchemeSample.Sign("Mandrill", SchemeSample.Request("Mandrill").With(string.Empty), Secret).Headers();
        SignatureRequest json = SchemeSample.Request("Mandrill").With("""{"a":1}""");

        Assert.Equal(SignatureVerdict.Invalid, SchemeSample.Verify("Mandrill", json, headers, Secret).Verdict);
        Assert.Equal("SignedBodyNotForm", Assert.Throws<SignatureException>(() => SchemeSample.Sign("Mandrill", json, Secret)).ErrorId);
    }

    /// <summary>There is no published vector with its key. The signature is computed here according to Mailgun's documentation, with the framework's HMAC.</summary>
    [Fact]
    public void Mailgun_writes_its_signature_into_the_body_and_keeps_the_rest()
    {
        SignatureRequest request = SchemeSample.Request("Mailgun").With("""{"event-data":{"event":"opened","é":[1.50,null]},"signature":{"old":1}}""") with { Id = "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0" };
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData("key"u8, "1763717400a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0"u8));

        SignatureResult signed = SchemeSample.Sign("Mailgun", request, Secret);

        Assert.Equal(
            $$$"""{"signature":{"timestamp":"1763717400","token":"a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0","signature":"{{{expected}}}"},"event-data":{"event":"opened","é":[1.50,null]}}""",
            signed.Body!.Text());
        Assert.Empty(signed.Headers);
    }

    [Fact]
    public void Mailguns_token_is_returned_as_the_id()
    {
        SignatureResult signed = SchemeSample.Sign("Mailgun", SchemeSample.Request("Mailgun") with { Id = null }, Secret);

        Assert.Matches("^[0-9a-f]{50}$", signed.Id);
        Assert.Equal(signed.Id, SchemeSample.Verify("Mailgun", SchemeSample.Received("Mailgun", signed), new SignatureHeaders(), Secret).Id);
    }

    [Fact]
    public void Mailguns_signature_is_also_read_from_a_form()
    {
        string signature = SchemeSample.Sign("Mailgun", SchemeSample.Request("Mailgun") with { Id = "t0ken" }, Secret).Value;
        SignatureRequest form = SchemeSample.Request("Mailgun").With($"sender=a%40b&timestamp=1763717400&token=t0ken&signature={signature}");

        Assert.True(SchemeSample.Verify("Mailgun", form, new SignatureHeaders(), Secret).IsValid);
    }

    [Theory]
    [InlineData("", SignatureVerdict.HeaderMissing)]
    [InlineData("{", SignatureVerdict.HeaderMissing)]
    [InlineData("[]", SignatureVerdict.HeaderMissing)]
    [InlineData("null", SignatureVerdict.HeaderMissing)]
    [InlineData("{\"signature\":\"x\"}", SignatureVerdict.HeaderMissing)]
    [InlineData("{\"signature\":{\"signature\":\"\\ud800\"}}", SignatureVerdict.HeaderMissing)]
    [InlineData("{\"signature\":{\"signature\":\"abc\",\"token\":\"t\",\"timestamp\":1}}", SignatureVerdict.HeaderMalformed)]
    [InlineData("{\"signature\":{\"signature\":\"6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39\",\"token\":\"\",\"timestamp\":1}}", SignatureVerdict.HeaderMissing)]
    [InlineData("{\"signature\":{\"signature\":\"6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39\",\"token\":\"t\"}}", SignatureVerdict.HeaderMissing)]
    [InlineData("{\"signature\":{\"signature\":\"6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39\",\"token\":\"t\",\"timestamp\":\"x\"}}", SignatureVerdict.HeaderMalformed)]
    [InlineData("{\"signature\":{\"signature\":\"6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39\",\"token\":\"t\",\"timestamp\":1.5}}", SignatureVerdict.HeaderMalformed)]
    [InlineData("{\"signature\":{\"signature\":\"6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39\",\"token\":\"t\",\"timestamp\":1}}", SignatureVerdict.Invalid)]
    public void A_body_with_an_incomplete_Mailgun_signature_gets_a_verdict(string body, SignatureVerdict expected)
    {
        SignatureVerification verification = SchemeSample.Verify("Mailgun", SchemeSample.Request("Mailgun").With(body), new SignatureHeaders(), Secret);

        Assert.Equal(expected, verification.Verdict);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("no JSON")]
    public void Mailgun_signs_only_objects(string body) =>
        Assert.Equal("SignedBodyNotObject", Assert.Throws<SignatureException>(() => SchemeSample.Sign("Mailgun", SchemeSample.Request("Mailgun").With(body), Secret)).ErrorId);

    [Fact]
    public void Mailguns_old_signature_expires_only_with_a_tolerance()
    {
        SignatureResult signed = SchemeSample.Sign("Mailgun", Secret);
        var clock = new WebhookTools.Tests.ManualTimeProvider(SchemeSample.Now.AddDays(1));
        SignatureScheme scheme = SignatureSchemes.Get("Mailgun");

        Assert.True(scheme.Verify(SchemeSample.Received("Mailgun", signed), new SignatureHeaders(), [Secret], SignatureOptions.Default, clock).IsValid);
        Assert.Equal(
            SignatureVerdict.Expired,
            scheme.Verify(SchemeSample.Received("Mailgun", signed), new SignatureHeaders(), [Secret], new SignatureOptions { Tolerance = TimeSpan.FromHours(1) }, clock).Verdict);
    }

    [Theory]
    [InlineData("""{"webhookTimestamp":1763717400000}""", SignatureVerdict.Valid)]
    [InlineData("""{"webhookTimestamp":1763717339999}""", SignatureVerdict.Expired)]
    [InlineData("""{"webhookTimestamp":1763717460001}""", SignatureVerdict.NotYetValid)]
    [InlineData("""{"action":"create"}""", SignatureVerdict.HeaderMissing)]
    [InlineData("""{"webhookTimestamp":"yesterday"}""", SignatureVerdict.HeaderMalformed)]
    [InlineData("no JSON", SignatureVerdict.HeaderMissing)]
    public void Linears_timestamp_is_read_from_the_body_after_the_signature_matches(string body, SignatureVerdict expected)
    {
        SignatureRequest request = SchemeSample.Request("Linear").With(body);
        SignatureHeaders headers = SchemeSample.Sign("Linear", request, Secret).Headers();

        Assert.Equal(expected, SchemeSample.Verify("Linear", request, headers, Secret).Verdict);
        Assert.Equal(SignatureVerdict.Invalid, SchemeSample.Verify("Linear", request, headers, SchemeSample.Secret("another")).Verdict);
    }

    [Fact]
    public void Linears_timestamp_may_be_missing_if_it_is_ignored()
    {
        SignatureRequest request = SchemeSample.Request("Linear").With("""{"action":"create"}""");
        SignatureHeaders headers = SchemeSample.Sign("Linear", request, Secret).Headers();
        var options = new SignatureOptions { Tolerance = TimeSpan.Zero };

        Assert.True(SignatureSchemes.Get("Linear").Verify(request, headers, [Secret], options, TimeProvider.System).IsValid);
    }

    [Fact]
    public void Zooms_challenge_is_answered_with_the_tokens_hash()
    {
        WebhookBody challenge = WebhookBody.FromText("""{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}""");
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData("key"u8, "qgg8vlvZRS6UYooatFL8Aw"u8));

        Assert.True(SignatureSchemes.Get("Zoom").TryAnswerChallenge(challenge, Secret, out byte[] reply));

        JsonElement answer = JsonDocument.Parse(reply).RootElement;
        Assert.Equal("qgg8vlvZRS6UYooatFL8Aw", answer.GetProperty("plainToken").GetString());
        Assert.Equal(expected, answer.GetProperty("encryptedToken").GetString());
    }

    [Theory]
    [InlineData("""{"event":"meeting.started","payload":{"plainToken":"abc"}}""")]
    [InlineData("""{"event":"endpoint.url_validation"}""")]
    [InlineData("""{"event":"endpoint.url_validation","payload":{"plainToken":""}}""")]
    [InlineData("""{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1763717400:{}"}}""")]
    [InlineData("no JSON")]
    public void Other_bodies_and_tokens_that_would_be_a_signature_are_not_answered(string body)
    {
        Assert.False(SignatureSchemes.Get("Zoom").TryAnswerChallenge(WebhookBody.FromText(body), Secret, out byte[] reply));
        Assert.Empty(reply);
    }

    [Fact]
    public void A_challenge_is_not_answered_without_a_secret() =>
        Assert.Equal("SecretEmpty", Assert.Throws<SignatureException>(() => SignatureSchemes.Get("Zoom").TryAnswerChallenge(WebhookBody.Empty, SchemeSample.Secret(string.Empty), out _)).ErrorId);
}
