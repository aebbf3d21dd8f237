using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Authentication;

public sealed class AutoSchemeTests
{
    private const string Body = """{"a":1}""";

    [Theory]
    [InlineData("GitHub")]
    [InlineData("StandardWebhooks")]
    [InlineData("Stripe")]
    [InlineData("Slack")]
    [InlineData("PagerDuty")]
    [InlineData("Square")]
    public async Task One_listener_accepts_senders_of_several_schemes(string scheme)
    {
        WebhookSecret secret = SignatureSchemes.Get(scheme).NewSecret(SystemRandomSource.Instance);
        await using TestListener listener = await StartAsync(WebhookSecret.FromText("another"), secret);

        using HttpResponseMessage response = await PostAsync(listener, scheme, secret);
        using HttpResponseMessage forged = await PostAsync(listener, scheme, SignatureSchemes.Get(scheme).NewSecret(SystemRandomSource.Instance));

        Assert.Equal((200, 401), ((int)response.StatusCode, (int)forged.StatusCode));
        Assert.Equal("verified", listener.Journal.Single.Signature);
    }

    [Theory]
    [InlineData("GitLabToken")]
    [InlineData("HubSpotV1")]
    [InlineData("HubSpotV2")]
    public async Task A_scheme_that_does_not_protect_the_body_must_be_named(string scheme)
    {
        WebhookSecret secret = WebhookSecret.FromText("secret");
        await using TestListener listener = await StartAsync(secret);

        using HttpResponseMessage response = await PostAsync(listener, scheme, secret);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains(listener.Log, entry => entry.Message.Contains(scheme, StringComparison.Ordinal) && entry.Message.Contains("name the scheme to use it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_public_key_cannot_be_used_to_sign()
    {
        SignatureScheme scheme = SignatureSchemes.Get("StandardWebhooksEd25519");
        WebhookSecret pair = scheme.NewSecret(SystemRandomSource.Instance);
        WebhookSecret publicKey = scheme.GetVerificationSecret(pair);
        await using TestListener listener = await StartAsync(publicKey);

        using HttpResponseMessage signed = await PostAsync(listener, scheme.Name, pair);

        // Signing with a public key is refused, so the forger computes the signature.
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(publicKey.Reveal()), Encoding.UTF8.GetBytes(Body)));
        using HttpResponseMessage forged = await listener.PostAsync("/hook", Body, ("X-Hub-Signature-256", "sha256=" + signature));
        using HttpResponseMessage forgedOnPelorus = await listener.PostAsync("/pelorus/webhook", Body, ("X-Hub-Signature-256", "sha256=" + signature));

        Assert.Equal((200, 401), ((int)signed.StatusCode, (int)forged.StatusCode));
        Assert.NotEqual(200, (int)forgedOnPelorus.StatusCode);
    }

    [Fact]
    public async Task Options_of_a_single_scheme_prevent_the_start()
    {
        WebhookException error = await Assert.ThrowsAsync<WebhookException>(() => TestListener.StartAsync(options => options with
        {
            Scheme = SignatureSchemes.Auto,
            Secrets = [WebhookSecret.FromText("s")],
            SignatureOptions = new SignatureOptions { HeaderName = "X-Mine" },
        }));

        Assert.Equal("SignatureSetupInvalid", error.ErrorId);
    }

    private static Task<TestListener> StartAsync(params WebhookSecret[] secrets) =>
        TestListener.StartAsync(options => options with { Scheme = SignatureSchemes.Auto, Secrets = secrets });

    private static Task<HttpResponseMessage> PostAsync(TestListener listener, string scheme, WebhookSecret secret, string path = "/hook")
    {
        SignatureResult signed = SignatureSchemes.Get(scheme).Sign(
            new SignatureRequest { Body = WebhookBody.FromBytes(Encoding.UTF8.GetBytes(Body)), Uri = new Uri(listener.Listener.Uri, path) },
            [secret],
            SignatureOptions.Default,
            listener.Clock,
            SystemRandomSource.Instance);
        return listener.PostAsync(path, Body, [.. signed.Headers.Select(header => (header.Key, header.Value))]);
    }
}
