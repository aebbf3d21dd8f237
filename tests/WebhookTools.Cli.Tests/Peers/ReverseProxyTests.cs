using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Tests.Guides;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Peers;

/// <summary>A real nginx and a real Caddy, with the configurations of <c>docs/guides/security.md</c>, in front of <c>webhooktools listen</c>.</summary>
public sealed class ReverseProxyTests
{
    private const string Site = "hooks.example.org";
    private const string Token = "a-token-of-the-senders";
    private const string ForgedAddress = "203.0.113.9";

    // Any address in 127.0.0.0/8 is this machine's, so it can stand for a client's.
    private static readonly IPAddress Client = IPAddress.Parse("127.0.0.2");

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nginx")]
    [InlineData("caddy")]
    public async Task The_journal_names_the_client_and_not_what_it_claims(string proxy)
    {
        await using ReverseProxy running = await ReverseProxy.StartAsync(proxy);

        using HttpResponseMessage response = await running.PostAsync("""{"name":"DiskFull"}""", request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            request.Headers.Add("X-Forwarded-For", ForgedAddress);
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string line = Assert.Single(await running.Listener.ReadJournalAsync());
        Assert.Equal(Client.ToString(), JsonElement.Parse(line).GetProperty("remote").GetString());
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("caddy")]
    public async Task A_request_without_the_token_is_rejected(string proxy)
    {
        await using ReverseProxy running = await ReverseProxy.StartAsync(proxy);

        using HttpResponseMessage response = await running.PostAsync("{}", _ => { });

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await running.Listener.ReadAlertsAsync());
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("caddy")]
    public async Task Pages_are_not_reachable_from_outside(string proxy)
    {
        await using ReverseProxy running = await ReverseProxy.StartAsync(proxy);

        foreach (string path in (string[])["/", "/metrics", "/reports", "/live/alerts"])
        {
            using HttpResponseMessage response = await running.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("caddy")]
    public async Task A_body_over_the_limit_is_rejected(string proxy)
    {
        await using ReverseProxy running = await ReverseProxy.StartAsync(proxy);
        string body = JsonSerializer.Serialize(new { name = new string('x', (1024 * 1024) + 1) });

        using HttpResponseMessage response = await running.PostAsync(body, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(await running.Listener.ReadAlertsAsync());
    }

    /// <summary>Without the header, the request would seem to come from the proxy, which is on this machine.</summary>
    [Fact]
    public async Task A_proxy_that_names_no_client_gives_strangers_no_access_to_the_pages()
    {
        await using ReverseProxy running = await ReverseProxy.StartAsync("nginx", block => block
            .Replace("proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header X-Forwarded-For \"\";", StringComparison.Ordinal)
            .Replace("location /hooks/", "location /", StringComparison.Ordinal)
            .Replace("location / {\n        return 404;\n    }", string.Empty, StringComparison.Ordinal));

        using HttpResponseMessage response = await running.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/reports"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    /// <summary>A proxy with its listener. Its configuration is the guide's, but for addresses and files.</summary>
    private sealed class ReverseProxy : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder;
        private readonly CliProcess _process;
        private readonly HttpClient _client;

        private ReverseProxy(TemporaryFolder folder, RunningListener listener, CliProcess process, int port)
        {
            _folder = folder;
            Listener = listener;
            _process = process;
            _client = new HttpClient(HandlerTo(port)) { BaseAddress = new Uri($"https://{Site}:{port}") };
        }

        public RunningListener Listener { get; }

        public static async Task<ReverseProxy> StartAsync(string proxy, Func<string, string>? change = null)
        {
            Tool.Require(proxy);
            var folder = new TemporaryFolder();
            RunningListener listener = await RunningListener.StartAsync(
                ["--token-env", "HOOK_TOKEN", "--trusted-proxy", "127.0.0.1", "--base-uri", $"https://{Site}"],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_TOKEN"] = Token });
            int port = ExternalTool.FindFreePort();
            string block = Assert.Single(GuideBlock.In(proxy)).Code.Replace("127.0.0.1:3001", new Uri(listener.Uri).Authority, StringComparison.Ordinal);
            block = change?.Invoke(block) ?? block;
            CliProcess process = string.Equals(proxy, "nginx", StringComparison.Ordinal)
                ? await StartNginxAsync(folder, block, port)
                : await StartCaddyAsync(folder, block, port);
            var started = new ReverseProxy(folder, listener, process, port);
            await started.WaitUntilReadyAsync();
            return started;
        }

        public Task<HttpResponseMessage> PostAsync(string body, Action<HttpRequestMessage> change)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/ci") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            change(request);
            return SendAsync(request);
        }

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request, Canceled);

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _process.DisposeAsync();
            await Listener.DisposeAsync();
            _folder.Dispose();
        }

        private static async Task<CliProcess> StartNginxAsync(TemporaryFolder folder, string block, int port)
        {
            WriteCertificate(folder);
            string server = block
                .Replace("listen 443 ssl;", $"listen 127.0.0.1:{port} ssl;", StringComparison.Ordinal)
                .Replace("/etc/nginx/", folder.Path + "/", StringComparison.Ordinal);
            string user = string.Equals(Environment.UserName, "root", StringComparison.Ordinal) ? "user root;" : string.Empty;
            string[] temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
            string paths = string.Concat(temporary.Select(name => $"{name}_temp_path {folder.File(name)};\n"));
            await File.WriteAllTextAsync(
                folder.File("nginx.conf"),
                $"{user}\ndaemon off;\npid {folder.File("nginx.pid")};\nerror_log stderr;\nevents {{ }}\nhttp {{\naccess_log off;\n{paths}{server}}}\n",
                Canceled);
            return CliProcess.StartTool("nginx", ["-p", folder.Path, "-e", "stderr", "-c", folder.File("nginx.conf")], folder: folder.Path);
        }

        private static async Task<CliProcess> StartCaddyAsync(TemporaryFolder folder, string block, int port)
        {
            string site = block.Replace($"{Site} {{", $"https://{Site}:{port} {{\n    bind 127.0.0.1\n    tls internal", StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                folder.File("Caddyfile"),
                $"{{\n    admin off\n    auto_https disable_redirects\n    skip_install_trust\n}}\n{site}",
                Canceled);
            var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = folder.Path, ["XDG_DATA_HOME"] = folder.File("data"), ["XDG_CONFIG_HOME"] = folder.File("config") };
            return CliProcess.StartTool("caddy", ["run", "--config", folder.File("Caddyfile"), "--adapter", "caddyfile"], environment, folder.Path);
        }

        private static void WriteCertificate(TemporaryFolder folder)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={Site}", key, HashAlgorithmName.SHA256);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            File.WriteAllText(folder.File(Site + ".pem"), certificate.ExportCertificatePem());
            File.WriteAllText(folder.File(Site + ".key"), key.ExportPkcs8PrivateKeyPem());
        }

        /// <summary>Connects from the client's address, whatever the name in the address is.</summary>
        private static SocketsHttpHandler HandlerTo(int port) => new()
        {
            UseProxy = false,
#pragma warning disable CA5359 // The proxies make their own certificates.
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    socket.Bind(new IPEndPoint(Client, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };

        /// <summary>Waits for the first response: Caddy listens before it has made its certificate.</summary>
        private async Task WaitUntilReadyAsync()
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Canceled);
            limit.CancelAfter(TimeSpan.FromSeconds(30));
            while (true)
            {
                try
                {
                    (await _client.GetAsync("/", limit.Token)).Dispose();
                    return;
                }
                catch (HttpRequestException) when (!limit.IsCancellationRequested)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Canceled);
                }
                catch (Exception exception) when (!Canceled.IsCancellationRequested)
                {
                    Assert.Fail($"The proxy did not start: {exception.Message} {_process.ErrorSoFar}");
                }
            }
        }
    }
}
