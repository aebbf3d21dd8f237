using System.Text;
using System.Text.RegularExpressions;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>What is kept of a response, and how a 200 can still be a failure.</summary>
public sealed class ResponseTests : SendingTest
{
    private const int Limit = 64 * 1024;

    [Theory]
    [InlineData(Limit - 1, false)]
    [InlineData(Limit, false)]
    [InlineData(Limit + 1, true)]
    [InlineData(Limit * 3, true)]
    public async Task A_body_is_truncated_at_64_KiB(int length, bool isCut)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("200 OK", body: new string('x', length)));
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.True(result.IsSuccess);
        Assert.Equal(Math.Min(length, Limit), result.ResponseBody!.Length);
        Assert.Equal(isCut, result.IsResponseBodyTruncated);
    }

    [Fact]
    public async Task Truncation_splits_no_character()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("200 OK", body: "x" + new string('ð', Limit)));
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.Equal("x" + new string('ð', (Limit / 2) - 1), result.ResponseBody);
    }

    [Fact]
    public async Task An_endless_body_is_truncated()
    {
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = Encoding.ASCII.GetBytes($"1000\r\n{new string('y', 0x1000)}\r\n");
            while (true)
            {
                await exchange.WriteAsync(chunk);
            }
        });
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.True(result.IsSuccess);
        Assert.True(result.IsResponseBodyTruncated);
        Assert.Equal(Limit, result.ResponseBody!.Length);
    }

    [Theory]
    [InlineData("Content-Length: 10000000")]
    [InlineData("X-Ends: with the connection")]
    public async Task A_body_that_does_not_end_is_truncated(string header)
    {
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.WriteAsync($"HTTP/1.1 200 OK\r\n{header}\r\n\r\n");
            while (true)
            {
                await exchange.WriteAsync("abcde");
            }
        });
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Null(result.Error);
        Assert.True(result.IsResponseBodyTruncated);
        Assert.Equal(Limit, result.ResponseBody!.Length);
    }

    [Fact]
    public async Task A_body_that_stalls_times_out()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Stall("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
        DeliveryOptions options = Once(server.Uri);
        Task<DeliveryResult> delivery = Sender.SendAsync(Body, options, null, Canceled);
        await server.NextRequestAsync();
        Clock.Advance(options.Timeout);

        DeliveryResult result = await delivery;
        Assert.Equal("TimedOut", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.Timeout, result.Error.Kind);
    }

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1", new byte[] { 0x68, 0xE9 }, "hé")]
    [InlineData("text/plain; charset=\"windows-1252\"", new byte[] { 0x80 }, "€")]
    [InlineData("text/plain; charset=utf-16", new byte[] { 0xFF, 0xFE, 0x68, 0x00 }, "h")]
    [InlineData("text/plain; charset=no-such-charset", new byte[] { 0xC3, 0xA9 }, "é")]
    [InlineData("text/plain; charset=utf-7", new byte[] { 0xC3, 0xA9 }, "é")]
    [InlineData("text/plain", new byte[] { 0xEF, 0xBB, 0xBF, 0xC3, 0xA9 }, "é")]
    [InlineData("not a content type;;;", new byte[] { 0xC3, 0xA9 }, "é")]
    public async Task A_body_is_decoded_with_its_charset(string contentType, byte[] bytes, string text)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Bytes("200 OK", $"Content-Type: {contentType}\r\n", bytes));
        Assert.Equal(text, (await SendAsync(To(server.Uri))).ResponseBody);
    }

    [Fact]
    public async Task A_200_whose_body_reports_a_failure_is_a_failure()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("200 OK", body: """{"ok":false,"error":"no_channel"}"""));
        DeliveryResult result = await SendAsync(To(server.Uri) with { FailOnBody = Pattern("\"ok\":false") });
        Assert.Equal("BodyReportsFailure", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.Rejected, result.Error.Kind);
        Assert.Equal(200, result.StatusCode);
        Assert.Equal(1, result.Attempts);
        Assert.DoesNotContain("no_channel", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("no_channel", result.ResponseBody!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("^ok$", true)]
    [InlineData("^done$", false)]
    public async Task A_200_must_report_success_if_that_is_required(string pattern, bool isSuccess)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("200 OK", body: "ok"));
        DeliveryResult result = await SendAsync(To(server.Uri) with { SuccessBody = Pattern(pattern) });
        Assert.Equal(isSuccess, result.IsSuccess);
        Assert.Equal(isSuccess ? null : "BodyReportsFailure", result.Error?.ErrorId);
    }

    [Fact]
    public async Task A_pattern_that_does_not_finish_is_an_error_of_the_pattern()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("200 OK", body: new string('a', 40) + "!"));
        DeliveryResult result = await SendAsync(To(server.Uri) with { FailOnBody = new Regex("^(?<all>a+)+$", RegexOptions.ExplicitCapture, TimeSpan.FromMilliseconds(20)) });
        Assert.Equal("BodyPatternTimedOut", result.Error!.ErrorId);
        Assert.Equal(1, result.Attempts);
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}
