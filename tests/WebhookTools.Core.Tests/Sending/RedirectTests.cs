using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Redirects: explained, and followed only where the webhook stays whole and stays with its receiver.</summary>
public sealed class RedirectTests : SendingTest
{
    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    public async Task A_redirect_that_empties_a_post_is_explained_and_never_followed(string status)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status(status, "Location: /new?x=1\r\n"), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { MaximumRedirection = 5 });

        Assert.Single(server.Requests);
        Assert.Equal("RedirectNotFollowed", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.Rejected, result.Error.Kind);
        Assert.Contains("empty GET", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("invalid signature", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains($"'http://127.0.0.1:{server.Port}/new?x=***'", result.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task No_redirect_is_followed_unless_that_is_asked(string status)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status(status, "Location: /new\r\n"), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.Single(server.Requests);
        Assert.Equal("RedirectNotFollowed", result.Error!.ErrorId);
        Assert.Contains("allow redirects", result.Error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_that_keeps_the_post_is_followed_and_signed_anew()
    {
        var scheme = new CountingScheme();
        await using var server = new ScriptedServer(ScriptedResponse.Status("307 Temporary Redirect", "Location: /a\r\n"), ScriptedResponse.Status("308 Permanent Redirect", "Location: b\r\n"), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { MaximumRedirection = 2, Signing = Signed(scheme) });

        Assert.True(result.IsSuccess);
        Assert.Equal(["POST /hook HTTP/1.1", "POST /a HTTP/1.1", "POST /b HTTP/1.1"], server.Requests.Select(request => request.RequestLine), StringComparer.Ordinal);
        Assert.All(server.Requests, request => Assert.Equal("""{"status":"firing"}""", request.BodyText));
        Assert.Equal(["/hook", "/a", "/b"], scheme.Signed.Select(request => request.Uri!.AbsolutePath), StringComparer.Ordinal);
        Assert.All(server.Requests, request => Assert.Equal("msg_1", request["X-Test-Id"]));
        Assert.Equal("/b", result.Uri.AbsolutePath);
        Assert.Equal(3, result.Attempts);
    }

    [Fact]
    public async Task A_retry_starts_again_at_the_first_address()
    {
        await using var server = new ScriptedServer(
            ScriptedResponse.Status("307 Temporary Redirect", "Location: /a\r\n"),
            ScriptedResponse.Status("500 Internal Server Error"),
            ScriptedResponse.Status("307 Temporary Redirect", "Location: /a\r\n"),
            ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { MaximumRedirection = 1 });
        Assert.True(result.IsSuccess);
        Assert.Equal(["/hook", "/a", "/hook", "/a"], server.Requests.Select(request => request.RequestLine.Split(' ')[1]), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_circle_ends()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("308 Permanent Redirect", "Location: /hook\r\n"));
        DeliveryResult result = await SendAsync(To(server.Uri) with { MaximumRedirection = 3 });
        Assert.Equal("TooManyRedirects", result.Error!.ErrorId);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Location: ftp://elsewhere.example/\r\n")]
    [InlineData("Location: http://\r\n")]
    public async Task A_redirect_to_nowhere_says_so(string header)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("307 Temporary Redirect", header));
        Assert.Equal("RedirectWithoutAddress", (await SendAsync(To(server.Uri) with { MaximumRedirection = 3 })).Error!.ErrorId);
    }

    [Fact]
    public async Task A_redirects_user_information_is_neither_shown_nor_followed()
    {
        await using var server = new ScriptedServer(exchange => exchange.Request.RequestLine.Contains("/new", StringComparison.Ordinal)
            ? ScriptedResponse.Ok(exchange)
            : ScriptedResponse.Status("307 Temporary Redirect", $"Location: http://user:hidden@{exchange.Request["Host"]}/new\r\n")(exchange));
        DeliveryResult refused = await SendAsync(To(server.Uri));
        DeliveryResult followed = await SendAsync(To(server.Uri) with { MaximumRedirection = 1 });
        Assert.DoesNotContain("hidden", refused.Error!.Message, StringComparison.Ordinal);
        Assert.True(followed.IsSuccess);
        Assert.Equal(string.Empty, followed.Uri.UserInfo);
    }

    [Fact]
    public async Task What_carries_no_secret_may_be_redirected_to_another_receiver()
    {
        await using var other = new ScriptedServer(ScriptedResponse.Ok);
        await using var server = new ScriptedServer(ScriptedResponse.Status("307 Temporary Redirect", $"Location: {other.Uri}\r\n"));
        DeliveryResult result = await SendAsync(To(server.Uri) with { MaximumRedirection = 1, Headers = [new("X-Event", "a")] });
        Assert.True(result.IsSuccess);
        Assert.Equal(other.Uri, result.Uri);
        Assert.Single(other.Requests);
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("token")]
    [InlineData("header")]
    public async Task Secrets_never_go_to_another_receiver(string secret)
    {
        await using var other = new ScriptedServer(ScriptedResponse.Ok);
        await using var server = new ScriptedServer(ScriptedResponse.Status("307 Temporary Redirect", $"Location: {other.Uri}\r\n"));
        DeliveryOptions options = To(server.Uri) with { MaximumRedirection = 5 };
        options = secret switch
        {
            "signature" => options with { Signing = Signed(new CountingScheme()) },
            "token" => options with { Credential = DeliveryCredential.Bearer(WebhookSecret.FromText("token")) },
            _ => options with { Headers = [new("X-Api-Key", "key")] },
        };

        DeliveryResult result = await SendAsync(options);
        Assert.Equal("RedirectToOtherReceiver", result.Error!.ErrorId);
        Assert.Contains(other.Uri.AbsoluteUri, result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_refused()
    {
        using TestCertificate certificate = TestCertificate.Create();
        await using var other = new ScriptedServer(ScriptedResponse.Ok);
        await using var server = new ScriptedServer(certificate.Tls, ScriptedResponse.Status("308 Permanent Redirect", $"Location: {other.Uri}\r\n"));
        DeliveryResult result = await SendAsync(To(server.Uri) with { MaximumRedirection = 1, Connection = Direct with { SkipCertificateCheck = true } });
        Assert.Equal("RedirectToPlainHttp", result.Error!.ErrorId);
        Assert.Empty(other.Requests);
    }
}
