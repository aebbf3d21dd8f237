using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Authentication;

public sealed class ZoomChallengeTests
{
    // The token and its HMAC-SHA256 with this secret, computed by openssl.
    private const string Challenge = """{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}""";
    private const string ChallengeResponse = """{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"b17f0320a1322a509340a1a835b3d9edbc491f0b0790ed2d20d0604d39dfe922"}""";
    private static readonly WebhookSecret Secret = WebhookSecret.FromText("zoom-secret");

    [Theory]
    [InlineData("Zoom")]
    [InlineData("Auto")]
    public async Task A_signed_challenge_is_answered_and_not_journaled(string scheme)
    {
        await using TestListener listener = await StartAsync(scheme);

        await ResponseAssert.EqualAsync(await PostAsync(listener, Challenge, Secret), 200, ChallengeResponse);

        Assert.Empty(listener.Journal.Entries);
    }

    [Fact]
    public async Task A_challenge_that_Zoom_did_not_sign_is_rejected()
    {
        await using TestListener listener = await StartAsync("Zoom");

        await ResponseAssert.EqualAsync(await PostAsync(listener, Challenge, WebhookSecret.FromText("another")), 401, """{"detail":"Invalid signature."}""");
        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", Challenge), 401, """{"detail":"Invalid signature."}""");
    }

    [Fact]
    public async Task Other_webhooks_of_Zoom_are_journaled()
    {
        await using TestListener listener = await StartAsync("Zoom");

        using HttpResponseMessage response = await PostAsync(listener, """{"event":"meeting.started","payload":{}}""", Secret);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Single(listener.Journal.Entries);
    }

    private static Task<TestListener> StartAsync(string scheme) => TestListener.StartAsync(options => options with
    {
        Scheme = SignatureSchemes.GetVerifier(scheme),
        Secrets = [WebhookSecret.FromText("the one before"), Secret],
    });

    private static Task<HttpResponseMessage> PostAsync(TestListener listener, string body, WebhookSecret secret)
    {
        SignatureResult signed = SignatureSchemes.Get("Zoom").Sign(
            new SignatureRequest { Body = WebhookBody.FromBytes(Encoding.UTF8.GetBytes(body)) },
            [secret],
            SignatureOptions.Default,
            listener.Clock,
            SystemRandomSource.Instance);
        return listener.PostAsync("/hook", body, [.. signed.Headers.Select(header => (header.Key, header.Value))]);
    }
}
