using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>What each refusal of a receiver is called, and that it says what to do.</summary>
public sealed class StatusErrorTests : SendingTest
{
    [Theory]
    [InlineData("400 Bad Request", "RequestRefused", WebhookErrorKind.Rejected)]
    [InlineData("401 Unauthorized", "Unauthorized", WebhookErrorKind.AuthenticationFailed)]
    [InlineData("403 Forbidden", "Forbidden", WebhookErrorKind.AuthenticationFailed)]
    [InlineData("404 Not Found", "ReceiverNotFound", WebhookErrorKind.Rejected)]
    [InlineData("405 Method Not Allowed", "MethodNotAllowed", WebhookErrorKind.Rejected)]
    [InlineData("408 Request Timeout", "RequestTimedOut", WebhookErrorKind.Timeout)]
    [InlineData("410 Gone", "ReceiverGone", WebhookErrorKind.Rejected)]
    [InlineData("413 Content Too Large", "BodyTooLarge", WebhookErrorKind.Rejected)]
    [InlineData("415 Unsupported Media Type", "ContentTypeRefused", WebhookErrorKind.Rejected)]
    [InlineData("425 Too Early", "TooEarly", WebhookErrorKind.Rejected)]
    [InlineData("429 Too Many Requests", "TooManyRequests", WebhookErrorKind.RateLimited)]
    [InlineData("500 Internal Server Error", "ServerFailed", WebhookErrorKind.ServerFailed)]
    [InlineData("501 Not Implemented", "ServerFailed", WebhookErrorKind.ServerFailed)]
    [InlineData("304 Not Modified", "StatusNotUnderstood", WebhookErrorKind.Rejected)]
    public async Task A_refusal_has_a_name_the_status_and_an_advice(string status, string errorId, WebhookErrorKind kind)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status(status, body: status.StartsWith('3') ? "" : "secret details"));
        DeliveryResult result = await SendAsync(Once(server.Uri));

        DeliveryException error = Assert.IsType<DeliveryException>(result.Error);
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(kind, error.Kind);
        Assert.StartsWith($"'{server.Uri}' responded with {status[..3]}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret details", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(int.Parse(status[..3], System.Globalization.CultureInfo.InvariantCulture), result.StatusCode);
    }

    [Fact]
    public async Task The_receivers_own_reason_does_not_reach_the_message()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("500 made up words"));
        Assert.Contains("500 Internal Server Error", (await SendAsync(Once(server.Uri))).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_a_signed_webhook_speaks_of_the_signature()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("401 Unauthorized"));
        DeliveryResult signed = await SendAsync(Once(server.Uri) with { Signing = Signed(new CountingScheme()) });
        DeliveryResult bare = await SendAsync(Once(server.Uri));
        Assert.Contains("Counting", signed.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("none were sent", bare.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_named_with_its_size()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("413 Content Too Large"));
        Assert.Contains("19 bytes", (await SendAsync(Once(server.Uri))).Error!.Message, StringComparison.Ordinal);
    }
}
