using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Page;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Page;

public sealed class ReaderAccessTests
{
    private const string Token = "a-long-token-for-tests";

    /// <summary>Listeners without a token, and their response to remote requests for metrics.</summary>
    public static TheoryData<Func<ListenerOptions, ListenerOptions>, int> WithoutTokens { get; } = new()
    {
        { options => options, 403 },
        { options => options with { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [WebhookSecret.FromText("s")] }, 403 },
        { options => options with { AllowUnauthenticated = true }, 200 },
        { options => options with { AllowedNetworks = [SourceNetwork.Parse("192.0.2.0/24"), SourceNetwork.Parse("127.0.0.1")] }, 200 },
    };

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost:3001", 200)]
    [InlineData("LOCALHOST", 200)]
    [InlineData("127.0.0.1:3001", 200)]
    [InlineData("127.8.9.1", 200)]
    [InlineData("[::1]:3001", 200)]
    [InlineData("alerts.example.org", 200)]
    [InlineData("attacker.example", 403)]
    [InlineData("localhost.attacker.example", 403)]
    [InlineData("127.0.0.1.attacker.example", 403)]
    [InlineData("192.0.2.1", 403)]
    [InlineData("intranet", 403)]
    public async Task On_this_machine_alerts_are_served_only_under_its_own_names(string host, int status)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { BaseUri = new Uri("https://alerts.example.org/") });

        foreach (string path in (string[])["/", "/live/alerts", "/reports"])
        {
            using HttpResponseMessage response = await listener.BrowseAsync(path, ("Host", host));
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("hooks", true)]
    [InlineData("hooks.attacker.example", false)]
    public void On_a_network_alerts_are_not_served_under_a_foreign_name(string host, bool isOurs)
    {
        var http = new DefaultHttpContext();
        http.Request.Host = new HostString(host);

        Assert.Equal(isOurs, new HostNames(TestListener.Options with { Address = IPAddress.Any }).IsOwn(http.Request));
    }

    [Theory]
    [InlineData("cross-site", 403)]
    [InlineData("same-site", 403)]
    [InlineData("same-origin", 200)]
    [InlineData("none", 200)]
    public async Task Cross_site_requests_are_rejected(string site, int status)
    {
        await using TestListener listener = await TestListener.StartAsync();

        foreach (string path in (string[])["/live/alerts", "/reports"])
        {
            using HttpResponseMessage response = await listener.AskAsync(path, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty"));
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_link_from_another_site_can_open_the_page_but_not_its_data()
    {
        await using TestListener listener = await TestListener.StartAsync();
        (string, string)[] link = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];

        using HttpResponseMessage page = await listener.BrowseAsync("/", link);
        using HttpResponseMessage data = await listener.BrowseAsync("/live/alerts", link);
        using HttpResponseMessage events = await listener.BrowseAsync("/live/events", link);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, data.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, events.StatusCode);
    }

    [Fact]
    public async Task A_proxied_request_is_not_local_and_the_page_explains_why()
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.BrowseAsync("/", ("X-Forwarded-For", "192.0.2.1"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("No token is set", await PageClient.TextAsync(response), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WithoutTokens))]
    public async Task Remote_readers_need_a_token_even_if_senders_do_not(Func<ListenerOptions, ListenerOptions> change, int numbers)
    {
        await using TestListener listener = await TestListener.StartAsync(options => change(options) with { TrustedProxies = [SourceNetwork.Parse("127.0.0.1")] });
        (string, string) elsewhere = ("X-Forwarded-For", "192.0.2.1");

        foreach (string path in (string[])["/", "/live/alerts", "/live/events", LiveAlertEndpoint.Prefix + "id000001.0", "/reports", "/report/f"])
        {
            using HttpResponseMessage response = await listener.BrowseAsync(path, elsewhere);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, response.StatusCode));
            Assert.Contains("No token is set", await PageClient.TextAsync(response), StringComparison.Ordinal);
        }

        using HttpResponseMessage metrics = await listener.AskAsync("/metrics", elsewhere);
        using HttpResponseMessage health = await listener.AskAsync("/health", elsewhere);
        Assert.Equal(numbers, (int)metrics.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_token_allows_reading_remotely(bool isOpen)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            AllowUnauthenticated = isOpen,
            TrustedProxies = [SourceNetwork.Parse("127.0.0.1")],
            ReadTokens = [WebhookSecret.FromText(Token)],
        });
        (string, string) elsewhere = ("X-Forwarded-For", "192.0.2.1");

        using HttpResponseMessage page = await listener.BrowseAsync("/", elsewhere);
        using HttpResponseMessage here = await listener.BrowseAsync("/");
        using HttpResponseMessage stranger = await listener.AskAsync("/metrics", elsewhere);
        using HttpResponseMessage scraper = await listener.AskAsync("/metrics", elsewhere, ("Authorization", "Bearer " + Token));
        using HttpResponseMessage signedIn = await SignInAsync(listener, Token, "/", elsewhere, ("Origin", "null"));
        using HttpResponseMessage reader = await listener.AskAsync("/live/alerts", elsewhere, ("Cookie", ResponseAssert.Header(signedIn, "Set-Cookie").Split(';')[0]));

        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.Contains("action=\"./live/session\"", await PageClient.TextAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, here.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.OK, scraper.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal(HttpStatusCode.OK, reader.StatusCode);
    }

    [Fact]
    public async Task A_read_token_does_not_allow_sending_and_a_send_token_does_not_allow_reading()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            Tokens = [WebhookSecret.FromText("a-token-for-senders")],
            ReadTokens = [WebhookSecret.FromText(Token)],
        });

        using HttpResponseMessage read = await listener.AskAsync("/live/alerts", ("Authorization", "Bearer a-token-for-senders"));
        using HttpResponseMessage sent = await listener.PostAsync("/hook", "{}", ("Authorization", "Bearer " + Token));
        using HttpResponseMessage kept = await listener.PostAsync("/hook", "{}", ("Authorization", "Bearer a-token-for-senders"), ("X-Copy", Token));

        Assert.Equal(HttpStatusCode.Unauthorized, read.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, sent.StatusCode);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Equal("***", listener.Journal.Single.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)["X-Copy"]);
    }

    [Fact]
    public async Task If_a_token_is_set_the_page_asks_for_it()
    {
        await using TestListener listener = await StartWithTokenAsync();

        using HttpResponseMessage page = await listener.BrowseAsync("/");
        using HttpResponseMessage report = await listener.BrowseAsync("/report/f%2F1");
        string html = await PageClient.TextAsync(report);

        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.Contains("action=\"./live/session\"", await PageClient.TextAsync(page), StringComparison.Ordinal);
        Assert.Contains("action=\"../live/session\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"/report/f%2F1\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"user\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", html, StringComparison.Ordinal);
        await ResponseAssert.EqualAsync(await listener.GetAsync("/live/alerts"), 401, """{"detail":"Unauthorized"}""");
    }

    [Fact]
    public async Task The_token_is_accepted_as_a_header()
    {
        await using TestListener listener = await StartWithTokenAsync();

        using HttpResponseMessage data = await listener.AskAsync("/live/alerts", ("Authorization", "Bearer " + Token));
        using HttpResponseMessage wrong = await listener.AskAsync("/live/alerts", ("Authorization", "Bearer wrong"));

        Assert.Equal(HttpStatusCode.OK, data.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task A_session_lasts_until_sign_out()
    {
        await using TestListener listener = await StartWithTokenAsync();

        using HttpResponseMessage signedIn = await SignInAsync(listener, Token, "/report/f%2F1");
        string setCookie = ResponseAssert.Header(signedIn, "Set-Cookie");
        string cookie = setCookie[..setCookie.IndexOf(';', StringComparison.Ordinal)];
        using HttpResponseMessage page = await listener.BrowseAsync("/", ("Cookie", cookie));
        using HttpResponseMessage data = await listener.AskAsync("/live/alerts", ("Cookie", cookie));
        bool isKnown = JsonDocument.Parse(await PageClient.TextAsync(data)).RootElement.GetProperty("signedIn").GetBoolean();
        using HttpResponseMessage signedOut = await SendFormAsync(listener, "/live/session/end", [], ("Cookie", cookie));
        using HttpResponseMessage after = await listener.AskAsync("/live/alerts", ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal("../report/f%2F1", ResponseAssert.Header(signedIn, "Location"));
        Assert.Contains("httponly", setCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", setCookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", setCookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, setCookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.True(isKnown);
        Assert.Equal(HttpStatusCode.SeeOther, signedOut.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_session_expires()
    {
        await using TestListener listener = await StartWithTokenAsync();
        using HttpResponseMessage signedIn = await SignInAsync(listener, Token);
        string cookie = ResponseAssert.Header(signedIn, "Set-Cookie").Split(';')[0];

        listener.Clock.Advance(ReaderSessions.Lifetime);
        using HttpResponseMessage after = await listener.AskAsync("/live/alerts", ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public void With_TLS_the_cookie_is_secure_and_the_number_of_sessions_is_limited()
    {
        var clock = new ManualTimeProvider(TestListener.Start);
        var sessions = new ReaderSessions(TestListener.Options with { BaseUri = new Uri("https://alerts.example.org") }, clock, SystemRandomSource.Instance);
        var tls = new DefaultHttpContext();
        tls.Request.Scheme = "https";
        var proxied = new DefaultHttpContext();
        proxied.Request.Host = new HostString("alerts.example.org");

        string first = sessions.Begin(tls);
        Assert.Contains("secure", first, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", sessions.Begin(proxied), StringComparison.OrdinalIgnoreCase);
        tls.Request.Headers.Cookie = first.Split(';')[0];
        Assert.True(sessions.IsSignedIn(tls));
        for (int number = 0; number < ReaderSessions.MaximumSessions; number++)
        {
            sessions.Begin(proxied);
        }

        Assert.False(sessions.IsSignedIn(tls));
    }

    [Fact]
    public async Task After_too_many_wrong_attempts_even_the_right_token_must_wait()
    {
        await using TestListener listener = await StartWithTokenAsync();
        for (int guess = 0; guess < ReaderAuthorization.WrongGuessesPerMinute; guess++)
        {
            using HttpResponseMessage wrong = await SignInAsync(listener, $"guess {guess}");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.Contains("not one of the listener", await PageClient.TextAsync(wrong), StringComparison.Ordinal);
        }

        using HttpResponseMessage right = await SignInAsync(listener, Token);
        using HttpResponseMessage header = await listener.AskAsync("/live/alerts", ("Authorization", "Bearer " + Token));
        listener.Clock.Advance(TimeSpan.FromMinutes(1));
        using HttpResponseMessage later = await SignInAsync(listener, Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, header.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
    }

    [Fact]
    public async Task Wrong_attempts_from_many_addresses_do_not_keep_a_reader_out()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            Tokens = [WebhookSecret.FromText(Token)],
            TrustedProxies = [SourceNetwork.Parse("127.0.0.1")],
        });
        for (int guess = 0; guess < 20 * ReaderAuthorization.WrongGuessesPerMinute; guess++)
        {
            using HttpResponseMessage wrong = await listener.AskAsync("/live/alerts", ("X-Forwarded-For", $"192.0.2.{guess % 20}"), ("Authorization", $"Bearer {guess}"));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using HttpResponseMessage guesser = await listener.AskAsync("/live/alerts", ("X-Forwarded-For", "192.0.2.1"), ("Authorization", "Bearer " + Token));
        using HttpResponseMessage reader = await listener.AskAsync("/live/alerts", ("X-Forwarded-For", "198.51.100.1"), ("Authorization", "Bearer " + Token));

        Assert.Equal(HttpStatusCode.TooManyRequests, guesser.StatusCode);
        Assert.Equal(HttpStatusCode.OK, reader.StatusCode);
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("//attacker.example/")]
    [InlineData("/\\attacker.example")]
    [InlineData("/live/alerts")]
    [InlineData("/report/\r\nSet-Cookie: a=b")]
    [InlineData("/report/..\\x")]
    public async Task Sign_in_redirects_only_to_the_listeners_own_pages(string target)
    {
        await using TestListener listener = await StartWithTokenAsync();

        using HttpResponseMessage response = await SignInAsync(listener, Token, target);

        Assert.Equal("../", ResponseAssert.Header(response, "Location"));
    }

    [Fact]
    public async Task A_form_of_another_site_can_neither_sign_in_nor_out()
    {
        await using TestListener listener = await StartWithTokenAsync();

        using HttpResponseMessage fetched = await SignInAsync(listener, Token, "/", ("Sec-Fetch-Site", "cross-site"));
        using HttpResponseMessage older = await SignInAsync(listener, Token, "/", ("Origin", "https://attacker.example"));
        using HttpResponseMessage own = await SignInAsync(listener, Token, "/", ("Origin", listener.Listener.Uri.GetLeftPart(UriPartial.Authority)));
        using HttpResponseMessage unnamed = await SignInAsync(listener, Token, "/", ("Origin", "null"));
        using HttpResponseMessage framed = await SignInAsync(listener, Token, "/", ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"));
        using HttpResponseMessage data = await listener.AskAsync("/live/alerts", ("Origin", "null"), ("Authorization", "Bearer " + Token));
        using HttpResponseMessage signedOut = await listener.PostAsync("/live/session/end", string.Empty, ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.Forbidden, fetched.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, older.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, own.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, unnamed.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, framed.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, data.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, signedOut.StatusCode);
    }

    [Fact]
    public async Task A_signed_in_reader_can_follow_a_link_from_another_site()
    {
        await using TestListener listener = await StartWithTokenAsync();

        using HttpResponseMessage response = await listener.BrowseAsync("/", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));

        Assert.Contains("<meta http-equiv=\"refresh\" content=\"0\">", await PageClient.TextAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_name_and_password_can_sign_in()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { BasicCredential = new NetworkCredential("ann", "secret+&=é") });

        using HttpResponseMessage page = await listener.BrowseAsync("/");
        using HttpResponseMessage right = await SignInAsUserAsync(listener, "ann", "secret+&=é");
        using HttpResponseMessage wrong = await SignInAsUserAsync(listener, "bob", "secret+&=é");
        using HttpResponseMessage nobody = await SignInAsync(listener, "secret+&=é");

        Assert.Contains("name=\"user\"", await PageClient.TextAsync(page), StringComparison.Ordinal);
        Assert.Equal("Cookie realm=\"webhooktools\"", page.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task An_invalid_or_too_large_form_is_rejected()
    {
        await using TestListener listener = await StartWithTokenAsync();

        using HttpResponseMessage json = await listener.PostAsync("/live/session", "{}");
        using HttpResponseMessage large = await SignInAsync(listener, new string('x', 20_000));

        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "secret=1")]
    public async Task A_form_that_cannot_be_read_is_rejected(string contentType, string form)
    {
        await using TestListener listener = await StartWithTokenAsync();

        using HttpResponseMessage response = await listener.PostAsync("/live/session", form, ("Content-Type", contentType));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(listener.Log, entry => entry.Level == ListenerLogLevel.Error);
    }

    private static Task<TestListener> StartWithTokenAsync() =>
        TestListener.StartAsync(options => options with { Tokens = [WebhookSecret.FromText(Token)] });

    private static Task<HttpResponseMessage> SignInAsync(TestListener listener, string secret, string target = "/", params (string Name, string Value)[] headers) =>
        SendFormAsync(listener, "/live/session", new(StringComparer.Ordinal) { ["secret"] = secret, ["return"] = target }, headers);

    private static Task<HttpResponseMessage> SignInAsUserAsync(TestListener listener, string user, string secret) => 
        SendFormAsync(listener, "/live/session", new(StringComparer.Ordinal) { ["secret"] = secret, ["user"] = user });

    private static async Task<HttpResponseMessage> SendFormAsync(TestListener listener, string path, Dictionary<string, string> form, params (string Name, string Value)[] headers)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = listener.Listener.Uri };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.TryAddWithoutValidation("Accept", PageClient.BrowserAccept);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, Canceled);
    }
}
