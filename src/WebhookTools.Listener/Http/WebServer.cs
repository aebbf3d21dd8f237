using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookTools.Listener.Tls;

namespace WebhookTools.Listener.Http;

/// <summary>
/// Kestrel without the rest of the framework: it reads no configuration files and no environment variables, writes nothing to the
/// console, and handles no signals.
/// </summary>
internal sealed class WebServer : IAsyncDisposable
{
    private const string HostingDiagnostics = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>The bytes that the server reads ahead per connection. A body is consumed as it arrives, so more would only cost memory.</summary>
    private const int RequestBufferSize = 64 * 1024;

    private readonly WebApplication _application;

    private WebServer(WebApplication application, Uri uri)
    {
        _application = application;
        Uri = uri;
    }

    /// <summary>The address, with the bound port.</summary>
    public Uri Uri { get; }

    /// <exception cref="WebhookTools.Core.WebhookException">The port or the address cannot be bound.</exception>
    public static async Task<WebServer> StartAsync(
        ListenerOptions options,
        RequestDelegate handler,
        Func<IConnectionListenerFactory, IConnectionListenerFactory> limit,
        CertificateSource? certificates,
        ThrottledLog log,
        CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = nameof(WebhookTools),
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        builder.Logging.AddProvider(new ServerLoggerProvider(log));

        // Otherwise it creates an activity for each request, for log lines that are discarded.
        builder.Logging.AddFilter(HostingDiagnostics, LogLevel.None);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.AddSingleton(services => limit(services.GetRequiredService<SocketTransportFactory>()));
        if (certificates is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(server => Configure(server, options, certificates));
        WebApplication application = builder.Build();
        application.Run(handler);
        try
        {
            await application.StartAsync(cancellationToken);
            return new WebServer(application, UriOf(application));
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await application.DisposeAsync();
            throw Translate(options, exception);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops accepting requests and waits for those in progress, at most for <see cref="ListenerOptions.StopTimeout"/>.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Configure(KestrelServerOptions server, ListenerOptions options, CertificateSource? certificates)
    {
        server.AddServerHeader = false;
        server.AllowSynchronousIO = false;
        KestrelServerLimits limits = server.Limits;
        limits.MaxRequestBodySize = options.MaximumBodySize;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestBufferSize = RequestBufferSize;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.RequestHeadersTimeout = options.RequestHeadersTimeout;
        limits.MinRequestBodyDataRate = new MinDataRate(options.MinimumBodyRate, options.MinimumBodyRateGracePeriod);
        server.Listen(options.Address, options.Port, listen =>
        {
            if (certificates is null)
            {
                // Clients negotiate HTTP/2 by TLS only.
                listen.Protocols = HttpProtocols.Http1;
                return;
            }

            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificates.Current() }),
            });
        });
    }

    private static Uri UriOf(WebApplication application)
    {
        IServerAddressesFeature addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new Uri(addresses.Addresses.First());
    }

    private static Exception Translate(ListenerOptions options, Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => ListenerErrors.PortInUse(options.Address, options.Port, exception),
                    SocketError.AccessDenied => ListenerErrors.PortNotPermitted(options.Address, options.Port, exception),
                    SocketError.AddressNotAvailable => ListenerErrors.AddressNotLocal(options.Address, exception),
                    _ => ListenerErrors.BindFailed(options.Address, options.Port, exception),
                };
            }
        }

        return ListenerErrors.BindFailed(options.Address, options.Port, exception);
    }

    /// <summary>Handles no signal: Ctrl+C belongs to the shell or the program that runs the listener.</summary>
    private sealed class DetachedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
