using System.Text.Json;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Page;

/// <summary>Sends requests to a listener as a browser or the page's script does.</summary>
internal static class PageClient
{
    public const string BrowserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> BrowseAsync(this TestListener listener, string path, params (string Name, string Value)[] headers) =>
        listener.AskAsync(path, [("Accept", BrowserAccept), .. headers]);

    public static async Task<HttpResponseMessage> AskAsync(this TestListener listener, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await listener.Client.SendAsync(request, Canceled);
    }

    public static async Task<JsonElement> JsonAsync(this TestListener listener, string path)
    {
        using HttpResponseMessage response = await listener.GetAsync(path);
        string text = await response.Content.ReadAsStringAsync(Canceled);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Returns the content with which the page starts, when it has this many entries. The feed is updated after the responses.</summary>
    public static async Task<JsonElement> SnapshotAsync(this TestListener listener, int alerts = 0, int rejected = 0)
    {
        while (true)
        {
            JsonElement snapshot = await listener.JsonAsync("/live/alerts");
            if (snapshot.GetProperty("alerts").GetArrayLength() >= alerts && snapshot.GetProperty("rejected").GetArrayLength() >= rejected)
            {
                return snapshot;
            }
        }
    }

    public static async Task<string> TextAsync(HttpResponseMessage response) => await response.Content.ReadAsStringAsync(Canceled);
}
