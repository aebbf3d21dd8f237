using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class TwilioTests
{
    private const string Form = "Digits=1234&To=%2B18005551212";
    private const string Json = """{"a":1}""";

    private static readonly WebhookSecret Secret = SchemeSample.Secret("12345");

    [Theory]
    [InlineData("https://example.com/a?b=c", "https://example.com:443/a?b=c")]
    [InlineData("http://example.com/a", "http://example.com:80/a")]
    [InlineData("https://user:pass@example.com/a", "https://user:pass@example.com:443/a")]
    [InlineData("https://[::1]/a", "https://[::1]:443/a")]
    [InlineData("https://example.com?b=c", "https://example.com:443?b=c")]
    [InlineData("https://example.com", "https://example.com:443")]
    public void A_URL_matches_with_and_without_its_port(string without, string with)
    {
        foreach ((string signed, string received) in ((string, string)[])[(without, with), (with, without), (with, with), (without, without)])
        {
            SignatureHeaders headers = SchemeSample.Sign("Twilio", Request(signed, Form), Secret).Headers();

            Assert.True(SchemeSample.Verify("Twilio", Request(received, Form), headers, Secret).IsValid, $"{signed} {received}");
        }
    }

    [Fact]
    public void The_hash_of_a_body_that_is_not_a_form_is_added_to_the_URL()
    {
        SignatureResult signed = SchemeSample.Sign("Twilio", Request("https://example.com/a?b=c#rc=2", Json), Secret);

        Assert.Equal("https://example.com/a?b=c&bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862#rc=2", signed.Uri!.OriginalString);
        Assert.True(SchemeSample.Verify("Twilio", Request("https://example.com/a?b=c#rc=2", Json).With(signed), signed.Headers(), Secret).IsValid);
    }

    [Fact]
    public void A_hash_of_another_body_in_the_URL_is_replaced()
    {
        SignatureResult first = SchemeSample.Sign("Twilio", Request("https://example.com/a", """{"a":2}"""), Secret);

        SignatureResult second = SchemeSample.Sign("Twilio", Request(first.Uri!.OriginalString, Json), Secret);

        Assert.Equal("https://example.com/a?bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862", second.Uri!.OriginalString);
    }

    [Fact]
    public void A_signature_over_the_hash_of_another_body_is_invalid()
    {
        SignatureRequest request = Request("https://example.com/a", Json);
        SignatureResult signed = SchemeSample.Sign("Twilio", request, Secret);

        SignatureVerification verification = SchemeSample.Verify("Twilio", request.With(signed) with { Body = Core.Payloads.WebhookBody.FromText("""{"a":2}""") }, signed.Headers(), Secret);

        Assert.Equal(SignatureVerdict.Invalid, verification.Verdict);
        Assert.Contains("bodySHA256", verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_JSON_body_that_no_hash_covers_is_invalid_even_if_the_URL_is_signed()
    {
        SignatureHeaders headers = SchemeSample.Sign("Twilio", Request("https://example.com/a", string.Empty), Secret).Headers();

        SignatureVerification verification = SchemeSample.Verify("Twilio", Request("https://example.com/a", Json), headers, Secret);

        Assert.Equal(SignatureVerdict.Invalid, verification.Verdict);
        Assert.Contains("no bodySHA256", verification.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b=2&a=1", "a=1&b=2", true)]
    [InlineData("a=1&a=1", "a=1", true)]
    [InlineData("a=x+y", "a=x%20y", true)]
    [InlineData("a=%C3%A9", "a=%c3%a9", true)]
    [InlineData("a", "a=", true)]
    [InlineData("a=%zz", "a=%25zz", true)]
    [InlineData("a=%", "a=%25", true)]
    [InlineData("a=1&A=1", "A=1&a=2", false)]
    [InlineData("a=1&b=2", "a=1&b=2&c=3", false)]
    public void A_form_matches_regardless_of_the_order_and_escapes_of_its_parameters(string signed, string received, bool isSame)
    {
        SignatureHeaders headers = SchemeSample.Sign("Twilio", Request("https://example.com/a", signed), Secret).Headers();

        Assert.Equal(isSame, SchemeSample.Verify("Twilio", Request("https://example.com/a", received), headers, Secret).IsValid);
    }

    [Fact]
    public void The_URL_is_required() =>
        Assert.Equal("SignedAddressMissing", Assert.Throws<SignatureException>(() => SchemeSample.Sign("Twilio", Request("https://example.com", Form) with { Uri = null }, Secret)).ErrorId);

    private static SignatureRequest Request(string address, string body) =>
        new SignatureRequest { Body = Core.Payloads.WebhookBody.FromText(body), Uri = new Uri(address) };
}
