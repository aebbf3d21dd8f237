using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookTools.Listener.Tls;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Kestrel, and nothing else of the framework: no configuration file or environment variable is read, nothing is written to a console,
/// and no signal is listened to.
/// </summary>
internal sealed class WebServer : IAsyncDisposable
{
    private const string HostingDiagnostics = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>What the server reads ahead for one connection, in bytes: a body is taken from it as it comes, so that more would only cost memory.</summary>
    private const int RequestBuffer = 64 * 1024;

    private readonly WebApplication _application;

    private WebServer(WebApplication application, Uri uri)
    {
        _application = application;
        Uri = uri;
    }

    /// <summary>Where it listens, with the port that was bound.</summary>
    public Uri Uri { get; }

    /// <exception cref="WebhookTools.Core.WebhookException">The port or the address cannot be bound.</exception>
    public static async Task<WebServer> StartAsync(ListenerOptions options, RequestDelegate answer, CertificateSource? certificates, ThrottledLog log, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = nameof(WebhookTools),
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        builder.Logging.AddProvider(new ServerLoggerProvider(log));

        // It would make an activity for each request, for log lines that nobody asks for.
        builder.Logging.AddFilter(HostingDiagnostics, LogLevel.None);
        builder.WebHost.UseKestrelCore();
        if (certificates is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(server => Configure(server, options, certificates));
        WebApplication application = builder.Build();
        application.Run(answer);
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

    /// <summary>Takes no new requests and waits for those in flight, up to the time that the options give; then ends them.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Configure(KestrelServerOptions server, ListenerOptions options, CertificateSource? certificates)
    {
        server.AddServerHeader = false;
        server.AllowSynchronousIO = false;
        KestrelServerLimits limits = server.Limits;
        limits.MaxConcurrentConnections = options.MaximumConnections;
        limits.MaxRequestBodySize = options.MaximumBodySize;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestBufferSize = RequestBuffer;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.RequestHeadersTimeout = options.RequestHeadersTimeout;
        limits.MinRequestBodyDataRate = new MinDataRate(options.MinimumBodyRate, options.MinimumBodyRateGracePeriod);
        server.Listen(options.Address, options.Port, listen =>
        {
            if (certificates is null)
            {
                // Without TLS nobody can ask for HTTP/2.
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
}
