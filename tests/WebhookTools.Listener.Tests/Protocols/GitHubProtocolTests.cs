using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Protocols;

public sealed class GitHubProtocolTests
{
    private const string Issue = """{"action":"opened","issue":{"title":"It is broken","state":"open"},"repository":{"full_name":"octo/hello"},"sender":{"login":"octocat"}}""";

    [Theory]
    [InlineData("/github")]
    [InlineData("/webhook/github")]
    public async Task An_event_becomes_an_alert(string path)
    {
        await using TestListener listener = await TestListener.StartAsync();

        HttpResponseMessage response = await listener.PostAsync(path, Issue, ("X-GitHub-Event", "issues"), ("X-GitHub-Delivery", "72d3162e"));

        await ResponseAssert.EqualAsync(response, 200, """{"status":"accepted","id":"id000001"}""");
        Assert.Equal("issues", listener.Journal.Single.Event);
        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal("issues.opened", alert.Name);
        Assert.Equal("open", alert.Status);
        Assert.Equal("octo/hello: It is broken", alert.Summary);
        Assert.Equal("72d3162e", alert.Fingerprint);
        Assert.Equal("octocat", alert.Labels["sender"]);
        Assert.Contains(listener.Journal.Single.Headers, header => string.Equals(header.Key, "X-GitHub-Delivery", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_push_shows_the_first_line_of_its_commit()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/github", """{"ref":"refs/heads/main","head_commit":{"message":"Mend it\n\nLong story"},"repository":{"full_name":"octo/hello"}}""", ("X-GitHub-Event", "push"));

        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal("push", alert.Name);
        Assert.Equal("octo/hello: Mend it", alert.Summary);
        Assert.Equal("refs/heads/main", alert.Labels["ref"]);
    }

    [Fact]
    public async Task A_failed_workflow_is_reported_as_failed()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/github", """{"action":"completed","workflow_run":{"name":"CI","conclusion":"failure"}}""", ("X-GitHub-Event", "workflow_run"));

        Assert.Equal("failure", Assert.Single(listener.Journal.Single.Alerts).Status);
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/github", """{"zen":"Keep it logically awesome."}""", ("X-GitHub-Event", "ping")), 200, """{"detail":"pong"}""");

        Assert.Empty(listener.Journal.Single.Alerts);
    }

    [Fact]
    public async Task A_redelivery_is_kept_once()
    {
        await using TestListener listener = await TestListener.StartAsync();

        for (int count = 0; count < 2; count++)
        {
            (await listener.PostAsync("/github", Issue, ("X-GitHub-Event", "issues"), ("X-GitHub-Delivery", "72d3162e"))).Dispose();
        }

        Assert.Single(listener.Journal.Entries);
        Assert.Equal(1, listener.Listener.Statistics.Duplicates);
    }

    [Fact]
    public async Task A_form_is_parsed_and_kept_unchanged()
    {
        await using TestListener listener = await TestListener.StartAsync();
        string form = "payload=" + Uri.EscapeDataString(Issue);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/github") { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add("X-GitHub-Event", "issues");

        await ResponseAssert.EqualAsync(await listener.Client.SendAsync(request, TestContext.Current.CancellationToken), 200, """{"status":"accepted","id":"id000001"}""");

        Assert.False(listener.Journal.Single.IsJson);
        Assert.Equal(form, Encoding.UTF8.GetString(listener.Journal.Single.Body.Span));
        Assert.Equal("issues.opened", Assert.Single(listener.Journal.Single.Alerts).Name);
    }

    [Fact]
    public async Task JSON_that_curl_sends_as_a_form_is_JSON()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/github") { Content = new StringContent(Issue, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add("X-GitHub-Event", "issues");

        await ResponseAssert.EqualAsync(await listener.Client.SendAsync(request, TestContext.Current.CancellationToken), 200, """{"status":"accepted","id":"id000001"}""");

        Assert.True(listener.Journal.Single.IsJson);
        Assert.Equal("issues.opened", Assert.Single(listener.Journal.Single.Alerts).Name);
    }

    [Theory]
    [InlineData("a=b&c=d")]
    [InlineData("payload=")]
    [InlineData("payload=nonsense")]
    public async Task A_form_without_JSON_is_rejected(string form)
    {
        await using TestListener listener = await TestListener.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/github") { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add("X-GitHub-Event", "issues");

        using HttpResponseMessage response = await listener.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Empty(listener.Journal.Entries);
    }

    [Theory]
    [InlineData("[]", "issues", "The body is not a JSON object.")]
    [InlineData("{", "issues", "The body is not valid JSON: line 1, byte 2.")]
    [InlineData("{}", "", "The header X-GitHub-Event is missing.")]
    [InlineData("""{"action":"\ud800"}""", "issues", "The body contains a lone surrogate, which is not valid text.")]
    public async Task A_body_that_is_not_an_event_is_rejected(string body, string name, string detail)
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/github", body, ("X-GitHub-Event", name)), 400, $$"""{"detail":"{{detail}}"}""");
    }
}
