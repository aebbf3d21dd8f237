using System.Net;
using System.Net.Http.Headers;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Page;

public sealed class HomeTests
{
    [Theory]
    [InlineData(PageClient.BrowserAccept)]
    [InlineData("text/html")]
    [InlineData("text/html, */*;q=0.1")]
    [InlineData("application/json;q=0.5, text/html;q=0.9")]
    public async Task A_browser_gets_the_page(string accept)
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage page = await listener.AskAsync("/", ("Accept", accept));

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<title>Webhook listener</title>", await PageClient.TextAsync(page), StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("text/plain, text/html;q=0.9")]
    [InlineData("application/json, text/html")]
    [InlineData("text/html;q=0")]
    [InlineData("nonsense")]
    public async Task Other_clients_get_the_sample_receivers_response(string? accept)
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.AskAsync("/", accept is null ? [] : [("Accept", accept)]), 200, "Hooks listener running");
    }

    [Fact]
    public async Task Both_responses_exist_without_the_Monasca_protocol()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Protocols = ["alertmanager"] });

        using HttpResponseMessage page = await listener.BrowseAsync("/");

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        await ResponseAssert.EqualAsync(await listener.GetAsync("/"), 200, "Hooks listener running");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/live/live.js")]
    [InlineData("/live/alerts")]
    [InlineData("/live/alerts/none")]
    [InlineData("/report/none")]
    public async Task All_pages_and_files_have_the_same_strict_policy(string path)
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.BrowseAsync(path);

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            ResponseAssert.Header(response, "Content-Security-Policy"));
        Assert.Equal("nosniff", ResponseAssert.Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", ResponseAssert.Header(response, "Referrer-Policy"));
    }

    [Theory]
    [InlineData("live.css", "text/css")]
    [InlineData("live.js", "text/javascript")]
    [InlineData("replay.js", "text/javascript")]
    [InlineData("icon.svg", "image/svg+xml")]
    public async Task A_file_is_sent_again_only_if_it_changed(string name, string type)
    {
        await using TestListener listener = await TestListener.StartAsync();
        string path = "/live/" + name;

        using HttpResponseMessage first = await listener.GetAsync(path);
        EntityTagHeaderValue tag = first.Headers.ETag!;
        using HttpResponseMessage again = await listener.AskAsync(path, ("If-None-Match", $"\"other\", {tag}"));
        using HttpResponseMessage other = await listener.AskAsync(path, ("If-None-Match", "\"other\""));

        Assert.Equal(type, first.Content.Headers.ContentType?.MediaType);
        Assert.True(first.Headers.CacheControl?.NoCache);
        Assert.NotEmpty(await PageClient.TextAsync(first));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(tag, again.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public void The_page_has_no_inline_style_script_or_absolute_address()
    {
        foreach (string name in (string[])["live.html", "signin.html"])
        {
            string html = System.Text.Encoding.UTF8.GetString(PageAsset.Load(name).Content.Span);

            Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(" onclick", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("//", html, StringComparison.Ordinal);
        }
    }
}
