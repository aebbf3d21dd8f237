using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class SchemeDetectorTests
{
    private const string Sha256 = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    public static TheoryData<string, string> Recognized => new()
    {
        { "GitHub Pelorus", "X-Hub-Signature-256: " + Sha256 },
        { "GitHub", $"X-Hub-Signature-256: {Sha256}|X-Hub-Signature: sha1=aa|X-GitHub-Event: push" },
        { "Pelorus", $"X-Hub-Signature-256: {Sha256}|X-Pelorus-Event: committime" },
        { "GitHubSha1", "x-hub-signature: sha1=aa" },
        { "Bitbucket", "X-Hub-Signature: " + Sha256 },
        { "StandardWebhooks", "webhook-id: a|webhook-timestamp: 1|webhook-signature: v1,AA==" },
        { "StandardWebhooksEd25519", "webhook-id: a|webhook-timestamp: 1|webhook-signature: v1a,AA==" },
        { "StandardWebhooks StandardWebhooksEd25519", "webhook-id: a|webhook-timestamp: 1|webhook-signature: v1,AA== v1a,AA==" },
        { "Svix", "svix-id: a|svix-timestamp: 1|svix-signature: v1,AA==" },
        { "Stripe", "Stripe-Signature: t=1,v1=00" },
        { "Slack", "X-Slack-Signature: v0=00|X-Slack-Request-Timestamp: 1" },
        { "Shopify", "X-Shopify-Hmac-Sha256: AA==" },
        { "GitLabToken", "X-Gitlab-Token: t" },
        { "PagerDuty", "X-PagerDuty-Signature: v1=00,v1=11" },
        { "Twilio", "X-Twilio-Signature: AA==" },
        { "Zoom", "x-zm-signature: v0=00" },
        { "Discord", "X-Signature-Ed25519: 00|X-Signature-Timestamp: 1" },
        { "Square", "x-square-hmacsha256-signature: AA==" },
        { "Paddle", "Paddle-Signature: ts=1;h1=00" },
        { "HubSpotV3", "X-HubSpot-Signature-v3: AA==|X-HubSpot-Request-Timestamp: 1|X-HubSpot-Signature: 00|X-HubSpot-Signature-Version: v1" },
        { "HubSpotV2 HubSpotV1", "X-HubSpot-Signature: 00" },
        { "HubSpotV2", "X-HubSpot-Signature: 00|X-HubSpot-Signature-Version: v2" },
        { "HubSpotV1", "X-HubSpot-Signature: 00|X-HubSpot-Signature-Version: v1" },
        { "Mandrill", "X-Mandrill-Signature: AA==" },
        { "Linear", "Linear-Signature: 00" },
        { "Grafana", "X-Grafana-Alerting-Signature: 00" },
        { "XplentyHook XplentySalt", "X-Hook-Signature: 00" },
        { "", "X-Signature: 00|Content-Type: application/json" },
        { "", "" },
        { "Stripe Slack", "Stripe-Signature: t=1,v1=00|X-Slack-Signature: v0=00" },
    };

    [Theory]
    [MemberData(nameof(Recognized))]
    public void Schemes_are_detected_by_the_received_headers(string expected, string headers) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), SchemeDetector.Detect(Parse(headers)).Select(scheme => scheme.Name), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void A_scheme_detects_its_own_headers_if_it_has_any(string name)
    {
        SignatureHeaders headers = SchemeSample.Sign(name, SchemeSample.NewSecret(name)).Headers();

        Assert.Equal(name is not ("Hmac" or "Mailgun"), SchemeDetector.Detect(headers).Contains(SignatureSchemes.Get(name)));
    }

    [Fact]
    public void A_single_match_is_returned() => Assert.Equal("Slack", SchemeDetector.DetectSingle(Parse("X-Slack-Signature: v0=00")).Name);

    [Fact]
    public void Several_schemes_are_an_error_that_names_them()
    {
        SignatureException error = Assert.Throws<SignatureException>(() => SchemeDetector.DetectSingle(Parse("X-Hub-Signature-256: " + Sha256)));

        Assert.Equal("SignatureSchemeAmbiguous", error.ErrorId);
        Assert.Contains("GitHub, Pelorus", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_scheme_is_an_error() =>
        Assert.Equal("SignatureSchemeNotRecognized", Assert.Throws<SignatureException>(() => SchemeDetector.DetectSingle(new SignatureHeaders())).ErrorId);

    private static SignatureHeaders Parse(string lines) => SchemeSample.Headers(
        [.. lines.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts[1]))]);
}
