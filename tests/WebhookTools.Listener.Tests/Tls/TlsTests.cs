using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Tls;

public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_self_signed_listener_speaks_https_and_http2()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tls = new TlsOptions { SelfSigned = true } });
        (HttpClient client, Func<string> shown) = Client(listener.Listener.Uri);
        using HttpClient owned = client;

        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhook") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(Samples.Bytes("alertmanager-firing.json")) };
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("https", listener.Listener.Uri.Scheme);
        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Contains($"https://127.0.0.1:{listener.Listener.Uri.Port}/report/", body, StringComparison.Ordinal);
        Assert.StartsWith("CN=WebhookTools listener", shown(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pfx")]
    [InlineData("pem")]
    [InlineData("pem with key inside")]
    [InlineData("encrypted pem")]
    public async Task A_certificate_is_read_from_files(string form)
    {
        TlsOptions tls = Write(form, "CN=first");
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tls = tls });
        (HttpClient client, Func<string> shown) = Client(listener.Listener.Uri);
        using HttpClient owned = client;

        Assert.Contains("healthy", await client.GetStringAsync("/health", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("CN=first", shown());
    }

    [Theory]
    [InlineData("pfx")]
    [InlineData("pem")]
    public async Task A_renewed_certificate_is_used_without_a_restart(string form)
    {
        TlsOptions tls = Write(form, "CN=first");
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tls = tls });

        Write(form, "CN=second, O=renewed");
        Assert.Equal("CN=first", await ShownAsync(listener));
        listener.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("CN=second, O=renewed", await ShownAsync(listener));
        Assert.Contains(listener.Log, entry => string.Equals(entry.EventId, "CertificateReloaded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invalid_new_certificate_does_not_replace_the_old_one()
    {
        TlsOptions tls = Write("pem", "CN=first");
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tls = tls });

        await File.WriteAllTextAsync(tls.CertificatePath!, "nonsense", TestContext.Current.CancellationToken);
        listener.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("CN=first", await ShownAsync(listener));
        Assert.Contains(listener.Log, entry => entry.Level == ListenerLogLevel.Error && string.Equals(entry.EventId, "CertificateNotReloaded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_symbolic_link_with_a_new_target_is_a_change()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        TlsOptions first = Write("pem with key inside", "CN=first");
        string real = _folder.File("second.pem");
        TlsOptions tls = new() { CertificatePath = _folder.File("link.pem") };
        File.CreateSymbolicLink(tls.CertificatePath, first.CertificatePath!);
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tls = tls });
        File.Copy(Write("pem with key inside", "CN=second, O=renewed").CertificatePath!, real);
        File.Delete(tls.CertificatePath);
        File.CreateSymbolicLink(tls.CertificatePath, real);
        listener.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("CN=second, O=renewed", await ShownAsync(listener));
    }

    [Theory]
    [InlineData("missing", WebhookErrorKind.NotFound)]
    [InlineData("nonsense", WebhookErrorKind.InvalidData)]
    [InlineData("wrong password", WebhookErrorKind.InvalidData)]
    public async Task A_certificate_that_cannot_be_read_prevents_the_start(string what, WebhookErrorKind kind)
    {
        TlsOptions tls = what switch
        {
            "missing" => new TlsOptions { PfxPath = _folder.File("none.pfx") },
            "nonsense" => new TlsOptions { PfxPath = Nonsense() },
            _ => Write("pfx", "CN=first") with { Password = WebhookSecret.FromText("wrong-one") },
        };

        WebhookException exception = await Assert.ThrowsAsync<WebhookException>(() => TestListener.StartAsync(options => options with { Tls = tls }));

        Assert.Equal(("CertificateUnreadable", kind), (exception.ErrorId, exception.Kind));
        Assert.DoesNotContain("wrong-one", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_certificate_sources_or_none_are_rejected()
    {
        foreach (TlsOptions tls in new[] { new TlsOptions(), new TlsOptions { SelfSigned = true, PfxPath = "a" }, new TlsOptions { PfxPath = "a", KeyPath = "b" } })
        {
            WebhookException exception = await Assert.ThrowsAsync<WebhookException>(() => TestListener.StartAsync(options => options with { Tls = tls }));
            Assert.Equal("CertificateSourceUnclear", exception.ErrorId);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ShownAsync(TestListener listener)
    {
        (HttpClient client, Func<string> shown) = Client(listener.Listener.Uri);
        using HttpClient owned = client;
        await client.GetStringAsync("/health", TestContext.Current.CancellationToken);
        return shown();
    }

    private static (HttpClient Client, Func<string> Shown) Client(Uri uri)
    {
        string subject = string.Empty;
#pragma warning disable MA0039 // The client reads which certificate is presented. It does not validate it.
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                subject = certificate!.Subject;
                return true;
            },
        };
#pragma warning restore MA0039
        return (new HttpClient(handler) { BaseAddress = uri }, () => subject);
    }

    private string Nonsense()
    {
        string path = _folder.File("nonsense.pfx");
        File.WriteAllText(path, "nonsense");
        return path;
    }

    private TlsOptions Write(string form, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        string certificatePath = _folder.File("certificate.pem");
        string keyPath = _folder.File("key.pem");
        const string Password = "correct horse";
        switch (form)
        {
            case "pfx":
                string pfx = _folder.File("certificate.pfx");
                File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pkcs12, Password));
                return new TlsOptions { PfxPath = pfx, Password = WebhookSecret.FromText(Password) };
            case "pem":
                File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
                File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
                return new TlsOptions { CertificatePath = certificatePath, KeyPath = keyPath };
            case "encrypted pem":
                File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
                File.WriteAllText(keyPath, key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
                return new TlsOptions { CertificatePath = certificatePath, KeyPath = keyPath, Password = WebhookSecret.FromText(Password) };
            default:
                File.WriteAllText(certificatePath, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
                return new TlsOptions { CertificatePath = certificatePath };
        }
    }
}
