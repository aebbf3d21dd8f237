using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class HmacSchemeTests
{
    private static readonly WebhookSecret Secret = SchemeSample.Secret("k");

    [Fact]
    public void By_default_the_body_is_signed_in_hexadecimal() =>
        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData("k"u8, "hello"u8)),
            Sign(SignatureOptions.Default, "hello").Value);

    [Theory]
    [InlineData("SHA1", "Hex")]
    [InlineData("sha-256", "hex")]
    [InlineData("Sha384", "BASE64")]
    [InlineData("SHA512", "Base64Url")]
    public void Algorithm_and_encoding_are_options(string algorithm, string encoding)
    {
        var options = new SignatureOptions { HeaderName = "X-Mine", Algorithm = algorithm, Encoding = encoding, Prefix = "sig " };
        byte[] expected = algorithm.ToUpperInvariant() switch
        {
            "SHA1" => CryptographicOperations.HmacData(HashAlgorithmName.SHA1, "k"u8, "hello"u8),
            "SHA-256" => HMACSHA256.HashData("k"u8, "hello"u8),
            "SHA384" => HMACSHA384.HashData("k"u8, "hello"u8),
            _ => HMACSHA512.HashData("k"u8, "hello"u8),
        };
        string text = encoding.ToUpperInvariant() switch
        {
            "HEX" => Convert.ToHexStringLower(expected),
            "BASE64" => Convert.ToBase64String(expected),
            _ => Convert.ToBase64String(expected).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        };

        SignatureResult signed = Sign(options, "hello");

        Assert.Equal([new("X-Mine", "sig " + text)], signed.Headers);
        Assert.True(Verify(options, "hello", signed.Headers()).IsValid);
        Assert.Equal(SignatureVerdict.Invalid, Verify(options, "hallo", signed.Headers()).Verdict);
    }

    [Theory]
    [InlineData("{body}", "hello")]
    [InlineData("{timestamp}.{body}", "1763717400.hello")]
    [InlineData("{body}{timestamp}", "hello1763717400")]
    [InlineData("{method} {url}\n{id}:{timestamp}:{body}:{id}", "PUT https://example.com/a%2Fb\nm1:1763717400:hello:m1")]
    [InlineData("{{{body}}}", "{hello}")]
    [InlineData("{timestamp}", "1763717400")]
    [InlineData("", "")]
    public void A_template_defines_the_signed_content(string template, string content)
    {
        var options = new SignatureOptions { Template = template };

        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData("k"u8, Encoding.UTF8.GetBytes(content))), Sign(options, "hello").Value);
    }

    [Theory]
    [InlineData("{bod}", "'{bod}' is unknown")]
    [InlineData("{body", "brace '{' is unbalanced")]
    [InlineData("body}", "brace '}' is unbalanced")]
    [InlineData("{body}{body}", "a second time")]
    [InlineData("{}", "'{}' is unknown")]
    public void An_invalid_template_is_an_error(string template, string expected)
    {
        SignatureException error = Assert.Throws<SignatureException>(() => Sign(new SignatureOptions { Template = template }, "x"));

        Assert.Equal("SignatureTemplateInvalid", error.ErrorId);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caller_names_the_headers_of_id_and_timestamp()
    {
        var options = new SignatureOptions { Template = "{id}.{timestamp}.{body}", IdHeaderName = "X-Id", TimestampHeaderName = "X-Time", HeaderName = "X-Sig" };

        SignatureResult signed = Sign(options, "hello");

        Assert.Equal(["X-Sig", "X-Time", "X-Id"], signed.Headers.Select(line => line.Key), StringComparer.Ordinal);
        Assert.True(Verify(options, "hello", signed.Headers()).IsValid);
    }

    [Fact]
    public void A_timestamp_is_checked_only_with_a_tolerance()
    {
        var options = new SignatureOptions { Template = "{timestamp}.{body}" };
        SignatureHeaders headers = Sign(options, "hello").Headers();

        Assert.True(Verify(options, "hello", headers, SchemeSample.Now.AddYears(1)).IsValid);
        Assert.Equal(SignatureVerdict.Expired, Verify(options with { Tolerance = TimeSpan.FromHours(1) }, "hello", headers, SchemeSample.Now.AddYears(1)).Verdict);
    }

    [Theory]
    [InlineData("MD5", null, null, null, "SignatureAlgorithmUnknown")]
    [InlineData(null, "base32", null, null, "SignatureEncodingUnknown")]
    [InlineData(null, null, "bad name", null, "SignatureHeaderNameInvalid")]
    [InlineData(null, null, "", null, "SignatureHeaderNameInvalid")]
    [InlineData(null, null, null, "a\r\nb", "SignaturePrefixInvalid")]
    public void Each_invalid_option_has_its_own_error(string? algorithm, string? encoding, string? header, string? prefix, string errorId)
    {
        var options = new SignatureOptions { Algorithm = algorithm, Encoding = encoding, HeaderName = header, Prefix = prefix };

        Assert.Equal(errorId, Assert.Throws<SignatureException>(() => Sign(options, "x")).ErrorId);
    }

    [Fact]
    public void The_URL_is_required_and_signed_unchanged()
    {
        var options = new SignatureOptions { Template = "{url}" };

        SignatureException error = Assert.Throws<SignatureException>(() => SignatureSchemes.Get("Hmac").Sign(
            new SignatureRequest { Body = Core.Payloads.WebhookBody.Empty }, [Secret], options, TimeProvider.System, SystemRandomSource.Instance));

        Assert.Equal("SignedAddressMissing", error.ErrorId);
    }

    [Fact]
    public void XplentyHook_accepts_another_algorithm()
    {
        var options = new SignatureOptions { Algorithm = "SHA1" };

        SignatureResult signed = SignatureSchemes.Get("XplentyHook").Sign(Request("hello"), [Secret], options, TimeProvider.System, SystemRandomSource.Instance);

        Assert.Equal(Convert.ToHexStringLower(CryptographicOperations.HmacData(HashAlgorithmName.SHA1, "k"u8, "hello"u8)), signed.Value);
    }

    [Fact]
    public void XplentySalt_is_a_hash_over_id_event_address_and_salt_which_is_not_shown()
    {
        SignatureResult signed = SignatureSchemes.Get("XplentySalt").Sign(Request("hello") with { Event = "job.failed" }, [Secret], SignatureOptions.Default, TimeProvider.System, SystemRandomSource.Instance);

        Assert.Equal(Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, "m1job.failedhttps://example.com/a%2Fbk"u8)), signed.Value);
        Assert.Equal("m1job.failedhttps://example.com/a%2Fb", Encoding.UTF8.GetString(signed.SignedContent.Prefix.Span));
        Assert.Equal(WebhookSecret.Mask, Encoding.UTF8.GetString(signed.SignedContent.Suffix.Span));
        Assert.Null(signed.SignedContent.Body);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("job.1")]
    public void An_id_that_no_header_can_carry_is_an_error(string id) =>
        Assert.Equal("MessageIdInvalid", Assert.Throws<SignatureException>(() => SchemeSample.Sign("StandardWebhooks", SchemeSample.Request("StandardWebhooks") with { Id = id }, SchemeSample.NewSecret("StandardWebhooks"))).ErrorId);

    [Fact]
    public void An_id_is_created_if_the_scheme_needs_one() =>
        Assert.Matches("^msg_[0-9a-f]{32}$", SchemeSample.Sign("StandardWebhooks", SchemeSample.Request("StandardWebhooks") with { Id = null }, SchemeSample.NewSecret("StandardWebhooks")).Id);

    [Fact]
    public void A_timestamp_before_1970_cannot_be_signed() =>
        Assert.Equal("TimestampOutOfRange", Assert.Throws<SignatureException>(() => SchemeSample.Sign("Slack", SchemeSample.Request("Slack") with { Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(-1) }, Secret)).ErrorId);

    private static SignatureRequest Request(string body) => new()
    {
        Body = Core.Payloads.WebhookBody.FromText(body),
        Id = "m1",
        Method = "PUT",
        Uri = new Uri("https://example.com/a%2Fb"),
    };

    private static SignatureResult Sign(SignatureOptions options, string body) =>
        SignatureSchemes.Get("Hmac").Sign(Request(body), [Secret], options, new ManualTimeProvider(SchemeSample.Now), SystemRandomSource.Instance);

    private static SignatureVerification Verify(SignatureOptions options, string body, SignatureHeaders headers, DateTimeOffset? now = null) =>
        SignatureSchemes.Get("Hmac").Verify(Request(body), headers, [Secret], options, new ManualTimeProvider(now ?? SchemeSample.Now));
}
