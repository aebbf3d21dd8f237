using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WebhookTools.Listener.Tests.Support;

/// <summary>A server that accepts any request and records it byte for byte.</summary>
internal sealed class CapturingServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private CapturingServer(WebApplication application) => _application = application;

    public string Address => _application.Urls.First() + "/";

    public ConcurrentQueue<ServedRequest> Requests { get; } = new();

    public static async Task<CapturingServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new CapturingServer(builder.Build());
        server._application.Run(server.CaptureAsync);
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task CaptureAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        Requests.Enqueue(new ServedRequest(
            http.Request.Method,
            http.Features.Get<IHttpRequestFeature>()!.RawTarget,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
    }
}
