using Microsoft.Extensions.Hosting;

namespace WebhookTools.Listener.Hosting;

/// <summary>A lifetime that listens to no signal: Ctrl+C belongs to the shell or the program around the listener.</summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
