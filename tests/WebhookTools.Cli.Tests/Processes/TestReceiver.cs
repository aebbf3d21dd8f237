using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookTools.Cli.Tests.Processes;

/// <summary>A receiver that records requests and responds as a test defines.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly SemaphoreSlim _received = new(0);

    private TestReceiver(WebApplication application) => _application = application;

    public string Uri { get; private set; } = string.Empty;

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = [];

    /// <summary>Starts a receiver that responds with 200.</summary>
    public static Task<TestReceiver> StartAsync() => StartAsync((_, _) => Task.CompletedTask);

    /// <param name="respond">Responds to a request, given its number from 1.</param>
    public static async Task<TestReceiver> StartAsync(Func<HttpContext, int, Task> respond, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        WebApplication application = builder.Build();
        var receiver = new TestReceiver(application);
        int count = 0;
        application.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            receiver.Requests.Enqueue(new ReceivedRequest(
                context.Request.Method,
                context.Request.Path,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()));
            await respond(context, Interlocked.Increment(ref count));
            receiver._received.Release();
        });
        await application.StartAsync();
        receiver.Uri = application.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";
        return receiver;
    }

    /// <summary>Waits for the next response.</summary>
    public async Task WaitAsync() => Assert.True(await _received.WaitAsync(TimeSpan.FromSeconds(60)), "No request arrived.");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _received.Dispose();
    }
}
