using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Protocols;

public sealed class ServiceHookProtocolTests
{
    [Theory]
    [InlineData("/service-hooks", """{"id":7,"status":"failed"}""", "X-Hook-Event", "job.failed", "job.failed")]
    [InlineData("/service-hooks/mine", """{"event":"job.failed","status":"failed"}""", "X-Other", "x", "job.failed")]
    [InlineData("/service-hooks/mine", """{"type":"job.failed","data":{"status":"failed"}}""", "X-Other", "x", "job.failed")]
    [InlineData("/service-hooks", """{"event":"body"}""", "X-Event", "cluster.failed", "cluster.failed")]
    public async Task A_header_or_the_body_names_the_event(string path, string body, string header, string value, string expected)
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync(path, body, (header, value)), 200, """{"status":"accepted","id":"id000001"}""");

        Assert.Equal(expected, listener.Journal.Single.Event);
        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal("failed", alert.Status);
        Assert.Equal(expected, alert.Name);
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/service-hooks", """{"event":"ping"}"""), 200, """{"detail":"pong"}""");
    }

    [Fact]
    public async Task The_same_message_twice_is_kept_once()
    {
        await using TestListener listener = await TestListener.StartAsync();

        for (int count = 0; count < 2; count++)
        {
            (await listener.PostAsync("/service-hooks", """{"type":"job.completed"}""", ("webhook-id", "msg_1"))).Dispose();
        }

        Assert.Single(listener.Journal.Entries);
    }

    [Theory]
    [InlineData("7", "The body is not a JSON object.")]
    [InlineData("", "The body is empty. JSON was expected.")]
    public async Task A_body_without_a_resource_is_rejected(string body, string detail)
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/service-hooks", body), 400, $$"""{"detail":"{{detail}}"}""");
    }
}
