using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace WebhookTools.Core.Sending;

/// <summary>One <see cref="HttpClient"/> for each distinct <see cref="ConnectionOptions"/>, created when it is first used.</summary>
internal sealed class ConnectionPool : IDisposable
{
    /// <summary>The timeout for opening a connection, within the timeout of an attempt.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The lifetime of a connection. A receiver that moves to another address is found after this time.</summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<ConnectionOptions, HttpClient> _clients = new();
    private readonly Dictionary<string, ConnectionOptions> _optionsByName = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _owned = [];
    private ServiceProvider? _services;
    private bool _isDisposed;

    public HttpClient GetClient(ConnectionOptions options) =>
        _clients.TryGetValue(options, out HttpClient? client) ? client : AddClient(options);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _clients.Clear();
            foreach (IDisposable owned in _owned)
            {
                owned.Dispose();
            }

            _owned.Clear();
            _services?.Dispose();
            _services = null;
        }
    }

    private HttpClient AddClient(ConnectionOptions options)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(WebhookSender));
            if (_clients.TryGetValue(options, out HttpClient? client))
            {
                return client;
            }

            ConnectionOptions kept = Keep(options);
            string name = $"connection {_optionsByName.Count + 1}";
            _optionsByName.Add(name, kept);
            _services ??= CreateServices();
            client = _services.GetRequiredService<IHttpClientFactory>().CreateClient(name);
            client.Timeout = Timeout.InfiniteTimeSpan;
            _clients[kept] = client;
            return client;
        }
    }

    // The pool may outlive the caller's certificate, so it keeps a copy.
    private ConnectionOptions Keep(ConnectionOptions options)
    {
        if (options.ClientCertificate is null)
        {
            return options;
        }

        var certificate = new X509Certificate2(options.ClientCertificate);
        _owned.Add(certificate);
        return options with { ClientCertificate = certificate };
    }

    private ServiceProvider CreateServices()
    {
        var services = new ServiceCollection();
        services.AddHttpClient();

        // The default loggers log the headers of every request.
        services.ConfigureHttpClientDefaults(static builder => builder.RemoveAllLoggers());
        services.ConfigureAll<HttpClientFactoryOptions>(options =>
        {
            options.HandlerLifetime = Timeout.InfiniteTimeSpan;
            options.SuppressHandlerScope = true;
            options.HttpMessageHandlerBuilderActions.Add(builder => builder.PrimaryHandler = CreateHandler(_optionsByName[builder.Name!]));
        });
        return services.BuildServiceProvider();
    }

    private SocketsHttpHandler CreateHandler(ConnectionOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,

            // A delivery carries only headers that the caller knows of.
            ActivityHeadersPropagator = null,
            UseProxy = !options.NoProxy,
            RequestHeaderEncodingSelector = WebhookRequest.OnHeader,
        };
        _owned.Add(handler);
        if (options.Proxy is not null)
        {
            handler.Proxy = new WebProxy(options.Proxy) { Credentials = options.ProxyCredential };
        }
        else if (options.ProxyCredential is not null)
        {
            handler.DefaultProxyCredentials = options.ProxyCredential;
        }

        handler.SslOptions.RemoteCertificateValidationCallback = options.SkipCertificateCheck ? CertificateCheck.AcceptAny : CertificateCheck.AcceptTrusted;
        if (options.ClientCertificate is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return handler;
    }
}
