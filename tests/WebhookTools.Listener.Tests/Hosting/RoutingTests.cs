using WebhookTools.Core;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Hosting;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("/nothing")]
    [InlineData("/hooks/")]
    [InlineData("/hooks/a/b")]
    [InlineData("/Webhook")]
    [InlineData("/report/")]
    public async Task An_unknown_path_is_not_found(string path)
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync(path, "{}"), 404, """{"detail":"Not Found"}""");
    }

    [Theory]
    [InlineData("GET", "/webhook", "POST")]
    [InlineData("PUT", "/hook", "POST")]
    [InlineData("DELETE", "/", "POST, GET, HEAD")]
    [InlineData("POST", "/health", "GET, HEAD")]
    [InlineData("POST", "/report/a", "GET, HEAD")]
    public async Task A_wrong_method_gets_the_allowed_ones(string method, string path, string allowed)
    {
        await using TestListener listener = await TestListener.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        HttpResponseMessage response = await listener.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
        await ResponseAssert.EqualAsync(response, 405, """{"detail":"Method Not Allowed"}""");
    }

    [Fact]
    public async Task HEAD_is_supported_wherever_GET_is()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");

        HttpResponseMessage response = await listener.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(22, response.Content.Headers.ContentLength);
        await ResponseAssert.EqualAsync(response, 200, string.Empty);
    }

    [Fact]
    public async Task A_protocol_that_is_not_selected_is_not_served()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Protocols = ["Alertmanager"] });

        using HttpResponseMessage generic = await listener.PostAsync("/hook", "{}");
        using HttpResponseMessage alertmanager = await listener.PostAsync("/webhook", """{"alerts":[]}""");

        Assert.Equal(404, (int)generic.StatusCode);
        Assert.Equal(200, (int)alertmanager.StatusCode);
    }

    [Fact]
    public async Task A_protocol_can_be_moved()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            Routes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["ALERTMANAGER"] = ["/a", "/b"] },
        });

        foreach ((string path, int status) in new[] { ("/a", 200), ("/b", 200), ("/webhook", 404) })
        {
            using HttpResponseMessage response = await listener.PostAsync(path, """{"alerts":[]}""");
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_default_path_of_the_protocol_may_be_repeated()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Paths = ["/hook", "/hook/", "/hooks/*", "/in", "/in"] });

        foreach (string path in new[] { "/hook", "/hooks/ci", "/in" })
        {
            using HttpResponseMessage response = await listener.PostAsync(path, "{}");
            Assert.Equal(200, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Additional_paths_stay_when_the_default_paths_are_moved()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            Paths = ["/further"],
            Routes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["generic"] = ["/moved"] },
        });

        foreach ((string path, int status) in new[] { ("/moved", 200), ("/further", 200), ("/hook", 404) })
        {
            using HttpResponseMessage response = await listener.PostAsync(path, "{}");
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Two_protocols_cannot_have_the_same_path()
    {
        var journal = new MemoryJournal();

        WebhookException exception = await Assert.ThrowsAsync<WebhookException>(() => TestListener.StartAsync(options => options with { Paths = ["/webhook"] }, journal));

        Assert.Equal("PathTaken", exception.ErrorId);
        Assert.Contains("/webhook", exception.Message, StringComparison.Ordinal);
        Assert.True(journal.IsDisposed);
    }
}
