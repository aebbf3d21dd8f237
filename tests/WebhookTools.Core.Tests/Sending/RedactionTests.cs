using System.Net;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Secrets are shown as *** wherever a person could see them.</summary>
public sealed class RedactionTests : SendingTest
{
    private const string SigningSecret = "signing-secret-1";
    private const string Token = "token-0123456789";

    [Theory]
    [InlineData("Authorization")]
    [InlineData("proxy-authorization")]
    [InlineData("Cookie")]
    [InlineData("Set-Cookie")]
    [InlineData("X-Gitlab-Token")]
    [InlineData("X-Api-Key")]
    [InlineData("X-Shared-Secret")]
    public void A_header_that_carries_a_secret_is_masked(string name)
    {
        Assert.True(HeaderRedactor.IsSensitive(name));
        Assert.Equal("***", HeaderRedactor.Redact(name, "Bearer abc"));
    }

    [Theory]
    [InlineData("Content-Type")]
    [InlineData("X-Hub-Signature-256")]
    [InlineData("webhook-id")]
    [InlineData("Idempotency-Key")]
    public void Other_headers_are_shown(string name) => Assert.Equal("value", HeaderRedactor.Redact(name, "value"));

    [Fact]
    public void A_text_shows_none_of_a_deliverys_secrets()
    {
        SecretRedactor redactor = SecretRedactor.For(To(new Uri("https://h/")) with
        {
            Signing = Signed(new CountingScheme(), SigningSecret),
            Credential = DeliveryCredential.Basic("user", WebhookSecret.FromText(Token)),
            Headers = [new("X-Api-Key", "key-abcdefgh"), new("X-Authorization-Token", "Token tok-abcdefgh")],
            Connection = new ConnectionOptions { ProxyCredential = new NetworkCredential("u", "proxy-password") },
        });
        Assert.Equal(
            "a *** b *** c *** d *** e *** f *** g ***",
            redactor.Redact($"a {SigningSecret} b {Token} c dXNlcjp0b2tlbi0wMTIzNDU2Nzg5 d key-abcdefgh e Token tok-abcdefgh f tok-abcdefgh g proxy-password"));
        Assert.Equal("***", redactor.RedactHeader("Authorization", "Bearer other"));
        Assert.Equal("sha256=***", redactor.RedactHeader("X-Echo", "sha256=" + SigningSecret));
    }

    [Fact]
    public void A_secret_that_holds_another_one_leaves_nothing_of_itself()
    {
        var redactor = new SecretRedactor([WebhookSecret.FromText("whsec_ab"), WebhookSecret.FromText("whsec_abcdefgh")]);
        Assert.Equal("***", redactor.Redact("whsec_abcdefgh"));
        Assert.Equal("x***y", redactor.Redact("xwhsec_abcdefghy"));
    }

    [Fact]
    public void A_short_secret_is_masked_alone_but_does_not_tear_texts_apart()
    {
        var redactor = new SecretRedactor([WebhookSecret.FromText("s")]);
        Assert.Equal("***", redactor.RedactHeader("X-Header", "s"));
        Assert.Equal("status", redactor.Redact("status"));
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
