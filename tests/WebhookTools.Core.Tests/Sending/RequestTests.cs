using System.Globalization;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>The requests that are sent.</summary>
public sealed class RequestTests : SendingTest
{
    [Fact]
    public async Task A_webhook_is_sent_byte_for_byte()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { Headers = [new("X-Event", "alert")] });

        Assert.True(result.IsSuccess);
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal(
            $"POST /hook HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nX-Event: alert\r\nUser-Agent: WebhookTools/{Repository.Version}\r\nContent-Type: application/json\r\nContent-Length: 19\r\n\r\n",
            request.Head);
        Assert.Equal("""{"status":"firing"}"""u8.ToArray(), request.Body);
    }

    [Fact]
    public async Task The_result_describes_the_response()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("202 Accepted", "X-Request-Id: 7\r\nVia: a\r\nVia: b\r\n", "tåken"));
        DeliveryResult result = await SendAsync(To(server.Uri));

        Assert.Equal(server.Uri, result.Uri);
        Assert.Equal(202, result.StatusCode);
        Assert.Equal(1, result.Attempts);
        Assert.Equal("7", result.ResponseHeaders["x-request-id"]);
        Assert.Equal("a, b", result.ResponseHeaders["Via"]);
        Assert.Equal("tåken", result.ResponseBody);
        Assert.False(result.IsResponseBodyTruncated);
        Assert.Null(result.Id);
        Assert.Empty(result.SignatureHeaders);
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task A_caller_may_set_the_user_agent_and_the_content_type_in_the_headers()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        await SendAsync(To(server.Uri) with { Headers = [new("user-agent", "Pelorus-Webhook/1.0"), new("content-type", "text/xml; charset=\"utf-8\""), new("Content-Language", "is")] });

        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("Pelorus-Webhook/1.0", request["User-Agent"]);
        Assert.Equal("text/xml; charset=\"utf-8\"", request["Content-Type"]);
        Assert.Equal("is", request["Content-Language"]);
    }

    [Theory]
    [InlineData("application/vnd.custom+json;v=1")]
    [InlineData("text/plain; charset=ISO-8859-1")]
    [InlineData("nonsense")]
    public async Task A_content_type_is_sent_as_it_is(string contentType)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        await SendAsync(To(server.Uri) with { ContentType = contentType });
        Assert.Equal(contentType, Assert.Single(server.Requests)["Content-Type"]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("DELETE")]
    public async Task A_request_without_content_has_no_content_headers(string method)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Raw("HTTP/1.1 204 No Content\r\n\r\n"));
        DeliveryResult result = await SendAsync(To(server.Uri) with { Method = method }, WebhookBody.Empty);

        Assert.Equal(204, result.StatusCode);
        Assert.Equal(string.Empty, result.ResponseBody);
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.StartsWith(method + " /hook ", request.RequestLine, StringComparison.Ordinal);
        Assert.Null(request["Content-Length"]);
        Assert.Null(request["Content-Type"]);
    }

    [Fact]
    public async Task An_empty_POST_has_a_length()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        await SendAsync(To(server.Uri), WebhookBody.Empty);
        Assert.Equal("0", Assert.Single(server.Requests)["Content-Length"]);
    }

    [Fact]
    public async Task A_token_is_sent_as_bearer()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        await SendAsync(To(server.Uri) with { Credential = DeliveryCredential.Bearer(WebhookSecret.FromText("abc.def-123")) });
        Assert.Equal("Bearer abc.def-123", Assert.Single(server.Requests)["Authorization"]);
    }

    [Fact]
    public async Task A_user_and_a_password_are_sent_as_basic_in_utf_8()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        await SendAsync(To(server.Uri) with { Credential = DeliveryCredential.Basic("Þór", WebhookSecret.FromText("pass:wörd")) });

        // printf 'Þór:pass:wörd' | base64
        Assert.Equal("Basic w57Ds3I6cGFzczp3w7ZyZA==", Assert.Single(server.Requests)["Authorization"]);
    }

    [Fact]
    public async Task A_file_is_streamed_with_its_length()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = new byte[300_001];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 31);
        }

        await File.WriteAllBytesAsync(folder.File("body"), bytes, Canceled);
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable"), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri), WebhookBody.FromFile(folder.File("body")));

        Assert.True(result.IsSuccess);
        Assert.Equal(2, result.Attempts);
        Assert.All(server.Requests, request =>
        {
            Assert.Equal("300001", request["Content-Length"]);
            Assert.Null(request["Transfer-Encoding"]);
            Assert.Equal(bytes, request.Body);
        });
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("a good deal longer than before")]
    public async Task A_file_that_changes_between_attempts_is_an_error(string later)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("body");
        await File.WriteAllTextAsync(path, "as it was first", Canceled);
        await using var server = new ScriptedServer(async exchange =>
        {
            await File.WriteAllTextAsync(path, later, exchange.Stopped);
            await ScriptedResponse.Status("500 Internal Server Error")(exchange);
        });

        WebhookException error = await Assert.ThrowsAsync<DeliveryException>(() => SendAsync(To(server.Uri), WebhookBody.FromFile(path)));
        Assert.Equal("BodyFileChanged", error.ErrorId);
        Assert.Contains("15 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains(later.Length.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_file_that_is_deleted_between_attempts_is_an_error()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("body");
        await File.WriteAllTextAsync(path, "here", Canceled);
        await using var server = new ScriptedServer(async exchange =>
        {
            File.Delete(path);
            await ScriptedResponse.Status("500 Internal Server Error")(exchange);
        });

        WebhookException error = await Assert.ThrowsAsync<WebhookException>(() => SendAsync(To(server.Uri), WebhookBody.FromFile(path)));
        Assert.Equal("BodyFileNotFound", error.ErrorId);
    }

    [Fact]
    public async Task Each_attempt_is_signed_with_its_time_and_the_same_id()
    {
        var scheme = new CountingScheme();
        await using var server = new ScriptedServer(ScriptedResponse.Status("500 Internal Server Error"), ScriptedResponse.Status("500 Internal Server Error"), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { Signing = Signed(scheme), Event = "alert.fired", Headers = [new("Content-Type", "text/plain")] });

        long start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal(
            [$"n=1,t={start},b=19", $"n=2,t={start},b=19", $"n=3,t={start + 1},b=19"],
            server.Requests.Select(request => request["X-Test-Signature"]!),
            StringComparer.Ordinal);
        Assert.All(server.Requests, request => Assert.Equal("msg_1", request["X-Test-Id"]));
        Assert.Equal("msg_1", result.Id);
        Assert.Equal($"n=3,t={start + 1},b=19", result.SignatureHeaders["x-test-signature"]);
        Assert.All(scheme.Signed, request =>
        {
            Assert.Equal(server.Uri, request.Uri);
            Assert.Equal("POST", request.Method);
            Assert.Equal("alert.fired", request.Event);
            Assert.Equal("text/plain", request.ContentType);
        });
    }

    [Fact]
    public async Task The_callers_id_is_signed()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { Signing = Signed(new CountingScheme()), Id = "evt_9" });
        Assert.Equal("evt_9", Assert.Single(server.Requests)["X-Test-Id"]);
        Assert.Equal("evt_9", result.Id);
    }

    [Fact]
    public async Task The_duration_includes_the_delays()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("429 Too Many Requests", "Retry-After: 12\r\n"), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.Equal(TimeSpan.FromSeconds(12), result.Duration);
    }

    [Theory]
    [InlineData("a\r\nX-Forged: 1")]
    [InlineData("a\u0000b")]
    [InlineData("gr\u00fcn")]
    public async Task A_secret_that_no_header_can_carry_is_rejected(string secret)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        DeliveryOptions options = To(server.Uri) with { Signing = Signed(new TokenScheme(), secret) };
        WebhookException exception = await Assert.ThrowsAnyAsync<WebhookException>(() => SendAsync(options));
        Assert.DoesNotContain(secret, exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_name_is_resolved_and_a_URI_is_sent_as_it_is_escaped()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        Assert.True((await SendAsync(Once(new Uri($"http://localhost:{server.Port}/hook?a=%20b#c")))).IsSuccess);
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("POST /hook?a=%20b HTTP/1.1", request.RequestLine);
        Assert.Equal($"localhost:{server.Port}", request["Host"]);
    }
}
