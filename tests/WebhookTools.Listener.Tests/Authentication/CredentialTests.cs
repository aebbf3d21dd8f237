using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Authentication;

public sealed class CredentialTests
{
    private const string Rejected = """{"detail":"Unauthorized"}""";

    [Theory]
    [InlineData("Bearer first")]
    [InlineData("bearer second")]
    [InlineData("BEARER  second ")]
    public async Task Any_of_the_tokens_is_accepted(string authorization)
    {
        await using TestListener listener = await TestListener.StartAsync(WithTokens);

        using HttpResponseMessage response = await listener.PostAsync("/hook", "{}", ("Authorization", authorization));

        Assert.True(response.IsSuccessStatusCode);
        Assert.Single(listener.Journal.Entries);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer firs")]
    [InlineData("Bearer first1")]
    [InlineData("Bearer FIRST")]
    [InlineData("first")]
    [InlineData("Basic Zmlyc3Q6")]
    [InlineData("Bearer first, Bearer second")]
    public async Task Other_credentials_are_unauthorized_and_never_journaled(string? authorization)
    {
        await using TestListener listener = await TestListener.StartAsync(WithTokens);

        HttpResponseMessage response = authorization is null
            ? await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"))
            : await listener.PostAsync("/webhook", Samples.Text("alertmanager-firing.json"), ("Authorization", authorization));

        Assert.Equal("Bearer realm=\"webhooktools\"", ResponseAssert.Header(response, "WWW-Authenticate"));
        await ResponseAssert.EqualAsync(response, 401, Rejected);
        Assert.Empty(listener.Journal.Entries);
        Assert.Equal(1, listener.Listener.Statistics.Unauthorized);
    }

    [Fact]
    public async Task A_user_name_and_password_are_accepted()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { BasicCredential = new NetworkCredential("ü", "p:w") });

        using HttpResponseMessage right = await listener.PostAsync("/hook", "{}", ("Authorization", Basic("ü:p:w")));
        HttpResponseMessage wrong = await listener.PostAsync("/hook", "{}", ("Authorization", Basic("ü:pw")));
        HttpResponseMessage broken = await listener.PostAsync("/hook", "{}", ("Authorization", "Basic %%%"));

        Assert.True(right.IsSuccessStatusCode);
        Assert.Equal("Basic realm=\"webhooktools\", charset=\"UTF-8\"", ResponseAssert.Header(wrong, "WWW-Authenticate"));
        await ResponseAssert.EqualAsync(wrong, 401, Rejected);
        await ResponseAssert.EqualAsync(broken, 401, Rejected);
    }

    [Fact]
    public async Task If_tokens_and_a_user_are_set_either_is_accepted()
    {
        await using TestListener listener = await TestListener.StartAsync(options => WithTokens(options) with { BasicCredential = new NetworkCredential("u", "p") });

        using HttpResponseMessage token = await listener.PostAsync("/hook", "{}", ("Authorization", "Bearer first"));
        using HttpResponseMessage basic = await listener.PostAsync("/hook", "{}", ("Authorization", Basic("u:p")));
        using HttpResponseMessage none = await listener.PostAsync("/hook", "{}");

        Assert.Equal((200, 200, 401), ((int)token.StatusCode, (int)basic.StatusCode, (int)none.StatusCode));
    }

    [Fact]
    public async Task A_credential_is_neither_logged_nor_journaled()
    {
        await using TestListener listener = await TestListener.StartAsync(WithTokens);

        await listener.PostAsync("/hook", "{}", ("Authorization", "Bearer first"), ("X-Copy", "see first here"), ("X-Api-Key", "abc"), ("X-Plain", "kept"));
        await listener.PostAsync("/hook", "{}", ("Authorization", "Bearer guessed"));

        Assert.DoesNotContain(listener.Log, entry => entry.Message.Contains("first", StringComparison.Ordinal) || entry.Message.Contains("guessed", StringComparison.Ordinal));
        Dictionary<string, string> headers = listener.Journal.Single.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
        Assert.Equal("***", headers["Authorization"]);
        Assert.Equal("***", headers["X-Copy"]);
        Assert.Equal("***", headers["X-Api-Key"]);
        Assert.Equal("kept", headers["X-Plain"]);
    }

    [Fact]
    public async Task A_rejection_is_a_warning_and_its_reason_is_a_debug_message()
    {
        await using TestListener listener = await TestListener.StartAsync(WithTokens);

        await listener.PostAsync("/hooks/a%0Ab", "{}");

        ListenerLogEntry warning = Assert.Single(listener.Log, entry => entry.Level == ListenerLogLevel.Warning);
        Assert.Equal("CredentialsRefused", warning.EventId);
        Assert.Equal(@"POST /hooks/a\nb from 127.0.0.1 was rejected: the sender is not authorized.", warning.Message);
        Assert.Contains(listener.Log, entry => entry.Level == ListenerLogLevel.Debug && entry.Message.EndsWith("the request has no Authorization header", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_shows_the_reason_for_a_rejection_next_to_its_status()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/hook", "{");

        ListenerLogEntry warning = Assert.Single(listener.Log, entry => entry.Level == ListenerLogLevel.Warning);
        Assert.Equal("RequestRejected", warning.EventId);
        Assert.Equal("POST /hook from 127.0.0.1 was rejected with status 400: The body is not valid JSON: line 1, byte 2.", warning.Message);
    }

    [Fact]
    public async Task A_flood_of_rejections_does_not_fill_the_log()
    {
        await using TestListener listener = await TestListener.StartAsync(WithTokens);

        for (int count = 0; count < 100; count++)
        {
            (await listener.PostAsync("/hook", "{}")).Dispose();
        }

        Assert.Equal(ThrottledLog.EntriesPerMinute, listener.Log.Count(entry => entry.Level == ListenerLogLevel.Warning));
        listener.Clock.Advance(TimeSpan.FromMinutes(1));
        (await listener.PostAsync("/hook", "{}")).Dispose();
        Assert.Contains(listener.Log, entry => entry.Message.StartsWith("80 earlier entries of this kind were omitted", StringComparison.Ordinal));
        Assert.Equal(101, listener.Listener.Statistics.Unauthorized);
    }

    [Fact]
    public async Task A_web_page_cannot_post_to_a_listener_without_authentication()
    {
        await using TestListener open = await TestListener.StartAsync();
        await using TestListener guarded = await TestListener.StartAsync(WithTokens);

        using HttpResponseMessage foreign = await open.PostAsync("/hook", "{}", ("Origin", "https://evil.example"));
        using HttpResponseMessage crossSite = await open.PostAsync("/hook", "{}", ("Sec-Fetch-Site", "cross-site"));
        using HttpResponseMessage own = await open.PostAsync("/hook", "{}", ("Origin", open.Listener.Uri.GetLeftPart(UriPartial.Authority)));
        using HttpResponseMessage known = await guarded.PostAsync("/hook", "{}", ("Origin", "https://known.example"), ("Authorization", "Bearer first"));

        Assert.Equal((403, 403), ((int)foreign.StatusCode, (int)crossSite.StatusCode));
        Assert.Equal((200, 200), ((int)own.StatusCode, (int)known.StatusCode));
        Assert.Single(open.Journal.Entries);
    }

    [Theory]
    [InlineData("localhost:4001", null, 200)]
    [InlineData("localhost:4001", "http://localhost:4001", 200)]
    [InlineData("127.0.0.1", null, 200)]
    [InlineData("127.8.9.1:4001", null, 200)]
    [InlineData("[::1]:4001", null, 200)]
    [InlineData("alerts.example.org", null, 200)]
    [InlineData("evil.example:4001", "http://evil.example:4001", 403)]
    [InlineData("evil.example:4001", null, 403)]
    [InlineData("localhost.evil.example", null, 403)]
    [InlineData("192.0.2.1", null, 403)]
    public async Task Without_authentication_webhooks_are_accepted_on_loopback_only_by_its_own_names(string host, string? origin, int status)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { BaseUri = new Uri("https://alerts.example.org/") });

        foreach (string path in (string[])["/hook", "/webhook", "/"])
        {
            HttpResponseMessage response = await listener.PostAsync(path, Samples.Text("alertmanager-firing.json"), [("Host", host), .. origin is null ? [] : new[] { ("Origin", origin) }]);
            if (status == 403)
            {
                await ResponseAssert.EqualAsync(response, 403, """{"detail":"A listener without authentication accepts no webhooks by this host name or from another site's page. Send to localhost, set the listener's base address, or require a token or a signature."}""");
            }
            else
            {
                Assert.NotEqual(403, (int)response.StatusCode);
                response.Dispose();
            }
        }

        Assert.Equal(status == 200, listener.Journal.Entries.Count > 0);
    }

    [Fact]
    public async Task With_a_token_webhooks_are_accepted_by_any_name()
    {
        await using TestListener listener = await TestListener.StartAsync(WithTokens);

        using HttpResponseMessage response = await listener.PostAsync("/hook", "{}", ("Host", "hooks.example.org"), ("Authorization", "Bearer first"));

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("alerts.example.org", null, null, false)]
    [InlineData("192.0.2.1:3001", null, null, false)]
    [InlineData("hooks", "http://hooks", null, false)]
    [InlineData("192.0.2.1:3001", "http://192.0.2.1:3001", "same-origin", false)]
    [InlineData("evil.example", "http://evil.example", null, true)]
    [InlineData("evil.example", null, "same-origin", true)]
    [InlineData("192.0.2.1", "http://evil.example", null, true)]
    [InlineData("192.0.2.1", null, "cross-site", true)]
    public void On_a_network_every_sender_but_a_browser_may_use_any_name(string host, string? origin, string? site, bool isForeign)
    {
        var http = new DefaultHttpContext();
        http.Request.Scheme = "http";
        http.Request.Host = new HostString(host);
        http.Request.Headers.Origin = origin;
        http.Request.Headers["Sec-Fetch-Site"] = site;

        Assert.Equal(isForeign, new HostNames(TestListener.Options with { Address = IPAddress.Any, AllowUnauthenticated = true }).MayBeFromAnotherSite(http.Request));
    }

    private static ListenerOptions WithTokens(ListenerOptions options) =>
        options with { Tokens = [WebhookSecret.FromText("first"), WebhookSecret.FromText("second")] };

    private static string Basic(string text) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
