using System.Net;

namespace WebhookTools.Listener.Tests.Support;

/// <summary>Assertions about responses.</summary>
internal static class ResponseAssert
{
    /// <summary>Checks the status and the exact body of a response.</summary>
    public static async Task EqualAsync(HttpResponseMessage response, int status, string body)
    {
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(body, text);
        response.Dispose();
    }

    public static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values : []);
}
