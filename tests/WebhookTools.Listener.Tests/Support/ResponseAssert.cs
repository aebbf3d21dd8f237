using System.Net;

namespace WebhookTools.Listener.Tests.Support;

/// <summary>What a test says of a reply.</summary>
internal static class Replied
{
    /// <summary>The reply has that status and, to the byte, that body.</summary>
    public static async Task WithAsync(HttpResponseMessage response, int status, string body)
    {
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(body, text);
        response.Dispose();
    }

    public static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values : []);
}
