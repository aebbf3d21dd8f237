using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Authentication;

public sealed class SignatureTests
{
    private const string Rejected = """{"detail":"Invalid signature."}""";
    private static readonly WebhookSecret Secret = WebhookSecret.FromText("It's a Secret to Everybody");

    [Theory]
    [InlineData("GitHub")]
    [InlineData("StandardWebhooks")]
    [InlineData("Stripe")]
    [InlineData("Slack")]
    [InlineData("Shopify")]
    [InlineData("GitLabToken")]
    public async Task A_signed_webhook_is_verified(string scheme)
    {
        WebhookSecret secret = SignatureSchemes.Get(scheme).NewSecret(SystemRandomSource.Instance);
        await using TestListener listener = await TestListener.StartAsync(options => Signed(options, scheme, secret));

        using HttpResponseMessage response = await listener.PostAsync("/hook", "{\"a\":1}\n", Headers(listener, scheme, secret, "{\"a\":1}\n"));

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("verified", listener.Journal.Single.Signature);
        Assert.DoesNotContain(listener.Journal.Single.Headers, header => header.Value.Contains(secret.Reveal(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"id\":7,\"event\":\"job.failed\"}")]
    [InlineData("{\"id\":7}", "X-Hook-Event", "job.failed")]
    [InlineData("[]", "X-Hook-Event", "job.failed", "X-Hook-Id", "7")]
    public async Task Signed_content_other_than_the_body_is_found_in_the_body_or_headers(string body, params string[] headers)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = SignatureSchemes.Get("XplentySalt"), Secrets = [Secret] });
        SignatureResult signed = SignatureSchemes.Get("XplentySalt").Sign(
            new SignatureRequest { Body = WebhookBody.Empty, Uri = new Uri(listener.Listener.Uri, "/hook"), Id = "7", Event = "job.failed" },
            [Secret],
            SignatureOptions.Default,
            listener.Clock,
            SystemRandomSource.Instance);

        using HttpResponseMessage response = await listener.PostAsync("/hook", body, [(signed.Headers[0].Key, signed.Value), .. headers.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_request_without_the_values_that_a_scheme_needs_is_rejected()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = SignatureSchemes.Get("XplentySalt"), Secrets = [Secret] });

        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{}", ("X-Hook-Signature", "00")), 401, Rejected);
    }

    [Fact]
    public async Task A_wrong_secret_is_rejected_and_the_expected_signature_is_not_disclosed()
    {
        await using TestListener listener = await TestListener.StartAsync(options => Signed(options, "GitHub", Secret));
        string expected = Headers(listener, "GitHub", Secret, "{}")[0].Value["sha256=".Length..];

        HttpResponseMessage response = await listener.PostAsync("/hook", "{}", Headers(listener, "GitHub", WebhookSecret.FromText("another"), "{}"));

        await ResponseAssert.EqualAsync(response, 401, Rejected);
        Assert.Empty(listener.Journal.Entries);
        Assert.Contains(listener.Log, entry => entry.Level == ListenerLogLevel.Debug && string.Equals(entry.EventId, "SignatureRefused", StringComparison.Ordinal));
        Assert.DoesNotContain(listener.Log, entry => entry.Message.Contains(expected, StringComparison.OrdinalIgnoreCase) || entry.Message.Contains(Secret.Reveal(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_signature_is_rejected_with_the_same_message()
    {
        await using TestListener listener = await TestListener.StartAsync(options => Signed(options, "GitHub", Secret));

        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{}"), 401, Rejected);
        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{}", ("X-Hub-Signature-256", "nonsense")), 401, Rejected);

        Assert.Equal(2, listener.Listener.Statistics.Unauthorized);
    }

    [Fact]
    public async Task A_changed_body_is_rejected()
    {
        await using TestListener listener = await TestListener.StartAsync(options => Signed(options, "GitHub", Secret));

        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{} ", Headers(listener, "GitHub", Secret, "{}")), 401, Rejected);
    }

    [Fact]
    public async Task The_signature_is_verified_before_the_body_is_parsed()
    {
        await using TestListener listener = await TestListener.StartAsync(options => Signed(options, "GitHub", Secret));

        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "no json"), 401, Rejected);
        using HttpResponseMessage signed = await listener.PostAsync("/hook", "no json", Headers(listener, "GitHub", Secret, "no json"));

        Assert.Equal(400, (int)signed.StatusCode);
    }

    [Fact]
    public async Task An_old_signature_is_rejected()
    {
        await using TestListener listener = await TestListener.StartAsync(options => Signed(options, "Slack", Secret));
        (string, string)[] headers = Headers(listener, "Slack", Secret, "{}");
        listener.Clock.Advance(TimeSpan.FromMinutes(6));

        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{}", headers), 401, Rejected);

        Assert.Contains(listener.Log, entry => entry.Message.Contains("Expired", StringComparison.Ordinal));
    }

    [Fact]
    public async Task If_tokens_and_a_scheme_are_set_both_are_required()
    {
        await using TestListener listener = await TestListener.StartAsync(options => Signed(options, "GitHub", Secret) with { Tokens = [WebhookSecret.FromText("t")] });
        (string Name, string Value)[] signature = Headers(listener, "GitHub", Secret, "{}");

        using HttpResponseMessage both = await listener.PostAsync("/hook", "{}", [.. signature, ("Authorization", "Bearer t")]);
        using HttpResponseMessage signatureOnly = await listener.PostAsync("/hook", "{}", signature);
        using HttpResponseMessage tokenOnly = await listener.PostAsync("/hook", "{}", ("Authorization", "Bearer t"));

        Assert.Equal((200, 401, 401), ((int)both.StatusCode, (int)signatureOnly.StatusCode, (int)tokenOnly.StatusCode));
        Assert.Single(listener.Journal.Entries);
    }

    [Fact]
    public async Task A_secret_that_the_scheme_cannot_read_prevents_the_start()
    {
        WebhookException exception = await Assert.ThrowsAsync<WebhookException>(
            () => TestListener.StartAsync(options => Signed(options, "StandardWebhooks", WebhookSecret.FromText("whsec_%%%"))));

        Assert.Equal("SignatureSetupInvalid", exception.ErrorId);
        Assert.DoesNotContain("%%%", exception.Message, StringComparison.Ordinal);
    }

    private static ListenerOptions Signed(ListenerOptions options, string scheme, WebhookSecret secret) =>
        options with { Scheme = SignatureSchemes.Get(scheme), Secrets = [WebhookSecret.FromText("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), secret] };

    private static (string Name, string Value)[] Headers(TestListener listener, string scheme, WebhookSecret secret, string body)
    {
        SignatureResult result = SignatureSchemes.Get(scheme).Sign(
            new SignatureRequest { Body = WebhookBody.FromBytes(Encoding.UTF8.GetBytes(body)), Uri = new Uri(listener.Listener.Uri, "/hook") },
            [secret],
            SignatureOptions.Default,
            listener.Clock,
            SystemRandomSource.Instance);
        return [.. result.Headers.Select(header => (header.Key, header.Value))];
    }
}
