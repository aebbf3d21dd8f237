using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>
/// Schemes without published vectors. The content is composed here according to the documentation, and openssl computes the
/// signature.
/// </summary>
public sealed class FirstPrinciplesTests
{
    private const string Body = """{"app":"todo","count":3,"webhookTimestamp":1763717400000}""";

    private static readonly WebhookSecret Secret = SchemeSample.Secret("the key");

    [Theory]
    [InlineData("Shopify", "", Body, "", true, "")]
    [InlineData("Zoom", "v0:1763717400:", Body, "", false, "v0=")]
    [InlineData("Linear", "", Body, "", false, "")]
    [InlineData("Grafana", "", Body, "", false, "")]
    [InlineData("XplentyHook", "", Body, "", false, "")]
    [InlineData("Bitbucket", "", Body, "", false, "sha256=")]
    [InlineData("HubSpotV3", "POSThttps://hooks.example.com/in?source=tests", Body, "1763717400000", true, "")]
    public async Task A_signature_is_the_one_that_openssl_computes(string scheme, string before, string body, string after, bool isBase64, string prefix)
    {
        string output = await ExternalTool.RunOrSkipAsync("openssl", ["dgst", "-sha256", "-hmac", "the key", "-r"], before + body + after);
        byte[] expected = Convert.FromHexString(output.Split(' ')[0]);

        SignatureResult signed = SchemeSample.Sign(scheme, Secret);

        Assert.Equal(prefix + (isBase64 ? Convert.ToBase64String(expected) : Convert.ToHexStringLower(expected)), signed.Value);
    }

    [Fact]
    public async Task GitHubs_older_signature_is_the_one_that_openssl_computes()
    {
        string output = await ExternalTool.RunOrSkipAsync("openssl", ["dgst", "-sha1", "-hmac", "the key", "-r"], Body);

        Assert.Equal("sha1=" + output.Split(' ')[0], SchemeSample.Sign("GitHubSha1", Secret).Value);
    }

    /// <summary>Source: Mailchimp Transactional's documentation: the URL, and the name and value of each parameter, sorted by name.</summary>
    [Fact]
    public async Task Mandrills_signature_is_the_one_that_openssl_computes()
    {
        string output = await ExternalTool.RunOrSkipAsync("openssl", ["dgst", "-sha1", "-hmac", "the key", "-r"], "https://hooks.example.com/in?source=testsax yb2mandrill_events[{\"ts\":1}]");

        Assert.Equal(Convert.ToBase64String(Convert.FromHexString(output.Split(' ')[0])), SchemeSample.Sign("Mandrill", Secret).Value);
    }

    /// <summary>Source: Mailgun's documentation, Securing webhooks: the timestamp followed by the token.</summary>
    [Fact]
    public async Task Mailguns_signature_is_the_one_that_openssl_computes()
    {
        string output = await ExternalTool.RunOrSkipAsync("openssl", ["dgst", "-sha256", "-hmac", "the key", "-r"], "1763717400msg_2024");

        Assert.Equal(output.Split(' ')[0], SchemeSample.Sign("Mailgun", Secret).Value);
    }

    [Fact]
    public async Task Xplentys_salted_hash_is_the_one_that_openssl_computes()
    {
        string output = await ExternalTool.RunOrSkipAsync("openssl", ["dgst", "-sha1", "-r"], "msg_2024job.completedhttps://hooks.example.com/in?source=teststhe key");

        Assert.Equal(output.Split(' ')[0], SchemeSample.Sign("XplentySalt", Secret).Value);
    }

    [Fact]
    public void Grafana_signs_a_timestamp_if_its_header_is_named()
    {
        var options = new SignatureOptions { HeaderName = "X-Mine", TimestampHeaderName = "X-Time" };
        SignatureScheme scheme = SignatureSchemes.Get("Grafana");
        var clock = new WebhookTools.Tests.ManualTimeProvider(SchemeSample.Now);
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData("the key"u8, Encoding.UTF8.GetBytes("1763717400:" + Body)));

        SignatureResult signed = scheme.Sign(SchemeSample.Request("Grafana"), [Secret], options, clock, SystemRandomSource.Instance);

        Assert.Equal([new("X-Mine", expected), new("X-Time", "1763717400")], signed.Headers);
        Assert.True(scheme.Verify(SchemeSample.Request("Grafana"), signed.Headers(), [Secret], options, clock).IsValid);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.True(scheme.Verify(SchemeSample.Request("Grafana"), signed.Headers(), [Secret], options, clock).IsValid);
        Assert.Equal(
            SignatureVerdict.Expired,
            scheme.Verify(SchemeSample.Request("Grafana"), signed.Headers(), [Secret], options with { Tolerance = TimeSpan.FromMinutes(5) }, clock).Verdict);
    }

    /// <summary>Source: HubSpot's documentation, the table of URL-encoded characters that are decoded.</summary>
    [Theory]
    [InlineData("https://x.example/a%3a%2f%3F%40%21%24%27%28%29%2A%2C%3B", "https://x.example/a:/?@!$'()*,;")]
    [InlineData("https://x.example/a%20b%26c%3Dd%25", "https://x.example/a%20b%26c%3Dd%25")]
    [InlineData("https://x.example/%253A%3", "https://x.example/%253A%3")]
    public void HubSpot_decodes_only_twelve_escapes_of_the_URL(string address, string signed)
    {
        SignatureRequest request = SchemeSample.Request("HubSpotV3") with { Uri = new Uri(address) };
        byte[] expected = HMACSHA256.HashData("the key"u8, Encoding.UTF8.GetBytes($"POST{signed}{Body}1763717400000"));

        Assert.Equal(Convert.ToBase64String(expected), SchemeSample.Sign("HubSpotV3", request, Secret).Value);
    }

    [Fact]
    public void HubSpots_signature_of_the_URL_without_decoding_is_accepted()
    {
        SignatureRequest request = SchemeSample.Request("HubSpotV3") with { Uri = new Uri("https://x.example/a%3Ab") };
        string value = Convert.ToBase64String(HMACSHA256.HashData("the key"u8, Encoding.UTF8.GetBytes($"POSThttps://x.example/a%3Ab{Body}1763717400000")));

        SignatureVerification verification = SchemeSample.Verify("HubSpotV3", request, SchemeSample.Headers(("X-HubSpot-Signature-v3", value), ("X-HubSpot-Request-Timestamp", "1763717400000")), Secret);

        Assert.True(verification.IsValid);
        Assert.Contains("the URL without decoding its escapes", verification.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HubSpotV1")]
    [InlineData("HubSpotV2")]
    [InlineData("XplentySalt")]
    public void A_secret_within_the_signed_content_is_masked(string scheme)
    {
        SignedContent content = SchemeSample.Sign(scheme, Secret).SignedContent;
        string shown = Encoding.UTF8.GetString(content.Prefix.Span) + Encoding.UTF8.GetString(content.Suffix.Span);

        Assert.Contains(WebhookSecret.Mask, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("the key", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void PagerDutys_header_carries_one_signature_per_secret()
    {
        SignatureResult signed = SchemeSample.Sign("PagerDuty", SchemeSample.Secret("new"), SchemeSample.Secret("old"));

        Assert.Matches("^v1=[0-9a-f]{64},v1=[0-9a-f]{64}$", signed.Value);
        Assert.True(SchemeSample.Verify("PagerDuty", SchemeSample.Request("PagerDuty"), signed.Headers(), SchemeSample.Secret("old")).IsValid);
    }
}
