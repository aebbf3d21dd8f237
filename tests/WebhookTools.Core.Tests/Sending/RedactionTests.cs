using System.Net;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Secrets are shown as *** wherever a person could see them.</summary>
public sealed class RedactionTests : SendingTest
{
    private const string SigningSecret = "signing-secret-1";
    private const string Token = "token-0123456789";
    private const string RandomSegment = "x9Yz8Wv7Ut6Sr5Qp4On3Ml2K";

    [Fact]
    public void A_text_shows_none_of_a_deliverys_secrets()
    {
        DeliveryOptions options = To(new Uri("https://h/")) with
        {
            Signing = Signed(new CountingScheme(), SigningSecret),
            Credential = DeliveryCredential.Basic("user", WebhookSecret.FromText(Token)),
            Headers = [new("X-Api-Key", "key-abcdefgh"), new("X-Authorization-Token", "Token tok-abcdefgh")],
            Connection = new ConnectionOptions { ProxyCredential = new NetworkCredential("u", "proxy-password") },
        };
        Assert.Equal(
            "a *** b *** c *** d *** e *** f *** g ***",
            options.CreateMask().Mask($"a {SigningSecret} b {Token} c dXNlcjp0b2tlbi0wMTIzNDU2Nzg5 d key-abcdefgh e Token tok-abcdefgh f tok-abcdefgh g proxy-password"));
    }

    [Fact]
    public async Task A_receiver_that_sends_the_secrets_back_does_not_show_them_in_the_result()
    {
        await using var server = new ScriptedServer(exchange => ScriptedResponse.Status(
            "401 Unauthorized",
            $"X-Echo: {exchange.Request["Authorization"]}\r\nSet-Cookie: a=b\r\n",
            $"you sent {exchange.Request["Authorization"]}, not {SigningSecret}")(exchange));
        DeliveryResult result = await SendAsync(Once(new Uri(server.Uri, "/hook?key=" + SigningSecret)) with
        {
            Signing = Signed(new CountingScheme(), SigningSecret),
            Credential = DeliveryCredential.Bearer(WebhookSecret.FromText(Token)),
        });

        Assert.Equal("Bearer " + Token, Assert.Single(server.Requests)["Authorization"]);
        Assert.Equal("you sent Bearer ***, not ***", result.ResponseBody);
        Assert.Equal("Bearer ***", result.ResponseHeaders["X-Echo"]);
        Assert.Equal("a=b", result.ResponseHeaders["Set-Cookie"]);
        Assert.DoesNotContain(SigningSecret, result.Error!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_whose_header_is_the_secret_does_not_show_it_in_the_result()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { Signing = Signed(new TokenScheme(), "gl") });
        Assert.Equal("gl", Assert.Single(server.Requests)["X-Plain"]);
        Assert.Equal("***", result.SignatureHeaders["X-Plain"]);
    }

    [Fact]
    public async Task Waits_are_reported_without_secrets()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable"), ScriptedResponse.Ok);
        var observer = new RecordingObserver();
        await SendAsync(To(new Uri(server.Uri, "/" + Token)) with { Credential = DeliveryCredential.Bearer(WebhookSecret.FromText(Token)) }, observer: observer);
        Assert.Contains("/***'", Assert.Single(observer.Retries).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("503 Service Unavailable")]
    [InlineData("404 Not Found")]
    [InlineData("307 Temporary Redirect")]
    public async Task Neither_an_error_nor_an_attempt_shows_what_grants_access_in_an_address(string status)
    {
        const string Query = "?sig=abc&x=1&plain#part";
        await using var server = new ScriptedServer(
            ScriptedResponse.Status(status, $"Location: http://user:password@127.0.0.1:9/{RandomSegment}{Query}\r\n"),
            ScriptedResponse.Status(status, $"Location: http://user:password@127.0.0.1:9/{RandomSegment}{Query}\r\n"));
        var observer = new RecordingObserver();
        DeliveryResult result = await SendAsync(To(new Uri(server.Uri, $"/services/T0/{RandomSegment}{Query}")) with { Retry = RetryOptions.Default with { MaximumRetryCount = 1 } }, observer: observer);

        string[] shown = [.. observer.Attempts.Select(attempt => attempt.Address), .. observer.Retries.Select(retry => retry.Reason), result.Error!.Message, result.Error.RecommendedAction, result.Address.ToString()];
        Assert.All(shown, text =>
        {
            Assert.DoesNotContain(RandomSegment, text, StringComparison.Ordinal);
            Assert.DoesNotContain("abc", text, StringComparison.Ordinal);
            Assert.DoesNotContain("plain", text, StringComparison.Ordinal);
            Assert.DoesNotContain("password", text, StringComparison.Ordinal);
        });
        Assert.Equal($"{server.Uri.GetLeftPart(UriPartial.Authority)}/services/T0/***?sig=***&x=***&***#***", result.Address.ToString());
        Assert.Equal(Query, result.Uri.Query + result.Uri.Fragment);
    }

    [Fact]
    public void Options_do_not_show_secrets_as_text()
    {
        DeliveryOptions options = To(new Uri("https://h/")) with
        {
            Signing = Signed(new CountingScheme(), SigningSecret),
            Credential = DeliveryCredential.Basic("user", WebhookSecret.FromText(Token)),
            Headers = [new("Authorization", Token)],
            Connection = new ConnectionOptions { ProxyCredential = new NetworkCredential("u", "proxy-password") },
        };
        string text = $"{options} {options.Credential} {options.Signing} {options.Connection}";
        Assert.DoesNotContain(SigningSecret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy-password", text, StringComparison.Ordinal);
    }
}
