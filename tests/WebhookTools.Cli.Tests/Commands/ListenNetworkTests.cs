using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

/// <summary>The listener and the network: certificates, forwarding, metrics, and allowed networks.</summary>
public sealed class ListenNetworkTests : IDisposable
{
    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["FORWARD_SECRET"] = "the-secret-of-the-receiver",
        ["FORWARD_TOKEN"] = "the-token-of-the-receiver",
        ["PFX_PASSWORD"] = "of-the-file",
    };

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_self_signed_certificate_has_the_reported_thumbprint()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--tls-self-signed"]);
        await listener.Process.WaitForErrorAsync("CertificateShown");

        string shown = await ShownThumbprintAsync(listener.Uri);

        Assert.StartsWith("https://", listener.Uri, StringComparison.Ordinal);
        Assert.Contains($"thumbprint is {shown}.", listener.Process.ErrorSoFar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_read_from_pfx_and_from_pem()
    {
        using var folder = new TemporaryFolder();
        using X509Certificate2 certificate = CreateCertificate();
        string thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        await File.WriteAllBytesAsync(folder.File("a.pfx"), certificate.Export(X509ContentType.Pkcs12, Secrets["PFX_PASSWORD"]), Canceled);
        await File.WriteAllTextAsync(folder.File("a.pem"), certificate.ExportCertificatePem(), Canceled);
        await File.WriteAllTextAsync(folder.File("a.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Canceled);

        await using RunningListener pfx = await RunningListener.StartAsync(["--certificate", folder.File("a.pfx"), "--certificate-password-env", "PFX_PASSWORD"], Secrets);
        await using RunningListener pem = await RunningListener.StartAsync(["--certificate", folder.File("a.pem"), "--certificate-key", folder.File("a.key")]);

        Assert.Equal(thumbprint, await ShownThumbprintAsync(pfx.Uri));
        Assert.Equal(thumbprint, await ShownThumbprintAsync(pem.Uri));
    }

    [Fact]
    public async Task An_unusable_certificate_is_named()
    {
        (await CliProcess.RunAsync(["listen", "--port", "0", "--certificate", "/not/there.pfx"])).ShouldFail(2, "CertificateUnreadable", "/not/there.pfx");
        (await CliProcess.RunAsync(["listen", "--port", "0", "--certificate-key", "a.key"])).ShouldFail(2, "OptionNeeds", "--certificate");
        (await CliProcess.RunAsync(["listen", "--port", "0", "--certificate", "a.pem", "--tls-self-signed"])).ShouldFail(2, "OptionsExclude", "--tls-self-signed");
    }

    [Fact]
    public async Task Only_allowed_networks_have_access_and_a_trusted_proxy_is_trusted()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--allow-network", "192.0.2.0/24", "--trusted-proxy", "127.0.0.1"]);

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(listener.Uri + "/hook", forwardedFor: null));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(listener.Uri + "/hook", "198.51.100.7"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(listener.Uri + "/hook", "192.0.2.7"));
        (await CliProcess.RunAsync(["listen", "--allow-network", "10.0.0.0/99"])).ShouldBeWrongUsage("--allow-network", "10.0.0.0/99");
    }

    [Fact]
    public async Task A_route_changes_the_path_of_a_protocol()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--route", "alertmanager=/am", "--protocol", "alertmanager"]);
        string body = await File.ReadAllTextAsync(TestData.Sample("alertmanager-firing.json"), Canceled);

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(listener.Uri + "/webhook", forwardedFor: null, body));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(listener.Uri + "/am", forwardedFor: null, body));
        (await CliProcess.RunAsync(["listen", "--route", "alertmanager"])).ShouldBeWrongUsage("--route", "alertmanager=/am");
    }

    [Fact]
    public async Task A_webhook_is_forwarded_signed_and_verifies()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        await using RunningListener listener = await RunningListener.StartAsync(
            ["--forward-to", receiver.Uri, "--forward-scheme", "GitHub", "--forward-secret-env", "FORWARD_SECRET", "--forward-token-env", "FORWARD_TOKEN"], Secrets);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(listener.Uri + "/hook", forwardedFor: null, "{ \"a\" : 1 }"));
        await receiver.WaitAsync();

        ReceivedRequest request = Assert.Single(receiver.Requests);
        Assert.Equal("{ \"a\" : 1 }", request.Text);
        Assert.Equal("Bearer the-token-of-the-receiver", request.Headers["Authorization"]);
        CliResult verified = await CliProcess.RunAsync(
            ["verify", "--scheme", "GitHub", "--secret-env", "FORWARD_SECRET", "--header", $"X-Hub-Signature-256: {request.Headers["X-Hub-Signature-256"]}"], request.Text, Secrets);
        verified.ShouldExitWith(0);
    }

    [Fact]
    public async Task A_webhook_that_could_not_be_forwarded_is_logged_with_its_journal_id()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using RunningListener listener = await RunningListener.StartAsync(["--forward-to", receiver.Uri]);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(listener.Uri + "/hook", forwardedFor: null));
        await listener.Process.WaitForErrorAsync("WebhookNotForwarded");

        string id = JsonElement.Parse(Assert.Single(await listener.ReadJournalAsync())).GetProperty("id").GetString()!;
        Assert.Contains($"journal id {id} was not forwarded", listener.Process.ErrorSoFar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forwarding_options_require_each_other()
    {
        (await CliProcess.RunAsync(["listen", "--forward-token-env", "FORWARD_TOKEN"], (string?)null, Secrets)).ShouldFail(2, "OptionNeeds", "--forward-to");
        (await CliProcess.RunAsync(["listen", "--forward-to", "http://x.example", "--forward-secret-env", "FORWARD_SECRET"], (string?)null, Secrets)).ShouldFail(2, "OptionNeeds", "--forward-scheme");
        (await CliProcess.RunAsync(["listen", "--forward-to", "http://x.example", "--forward-scheme", "GitHub"], (string?)null, Secrets)).ShouldFail(2, "SecretMissing", "--forward-secret-env");
    }

    [Fact]
    public async Task Metrics_are_pushed_to_the_endpoint_in_the_environment()
    {
        Tool.RequirePosix();
        await using TestReceiver collector = await TestReceiver.StartAsync();
        await using RunningListener listener = await RunningListener.StartAsync(environment: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Uri,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "3600000",
        });
        Assert.Equal(HttpStatusCode.OK, await PostAsync(listener.Uri + "/hook", forwardedFor: null));

        // The last push, at the stop, has all metrics.
        await listener.StopAsync();

        ReceivedRequest push = collector.Requests.Last();
        Assert.Equal("/hook/v1/metrics", push.Path);
        Assert.Equal("application/x-protobuf", push.Headers["Content-Type"]);
        string text = Encoding.Latin1.GetString(push.Body);
        Assert.Contains("webhooktools_webhooks_accepted", text, StringComparison.Ordinal);
        Assert.Contains("service.name", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_collector_delays_nothing()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await RunningListener.StartAsync(environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1" });
        Assert.Equal(HttpStatusCode.OK, await PostAsync(listener.Uri + "/hook", forwardedFor: null));
        await listener.StopAsync();

        await using RunningListener wrong = await RunningListener.StartAsync(environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector:4317" });
        await wrong.Process.WaitForErrorAsync("MetricsNotExported");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(wrong.Uri + "/hook", forwardedFor: null));
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static async Task<string> ShownThumbprintAsync(string uri)
    {
        string? shown = null;
        using var handler = new SocketsHttpHandler { UseProxy = false };
#pragma warning disable CA5359, MA0039 // The certificate is looked at, which is the test.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            shown = certificate!.GetCertHashString(HashAlgorithmName.SHA256);
            return true;
        };
#pragma warning restore CA5359, MA0039
        using var client = new HttpClient(handler);
        using HttpResponseMessage response = await client.GetAsync(new Uri(uri + "/health"), Canceled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return shown!;
    }

    private async Task<HttpStatusCode> PostAsync(string uri, string? forwardedFor, string body = "{}")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (forwardedFor is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        }

        using HttpResponseMessage response = await _client.SendAsync(request, Canceled);
        return response.StatusCode;
    }
}
