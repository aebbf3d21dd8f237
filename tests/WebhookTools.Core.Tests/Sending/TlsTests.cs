using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>A rejected certificate is explained and never retried.</summary>
public sealed class TlsTests : SendingTest
{
    [Fact]
    public async Task A_self_signed_certificate_is_rejected()
    {
        using TestCertificate certificate = TestCertificate.Create();
        DeliveryException error = await RejectedAsync(certificate);
        Assert.Contains("self-signed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("expired", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not for", error.Message, StringComparison.Ordinal);
        Assert.Contains("For a test only", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_rejected_with_its_date()
    {
        using TestCertificate certificate = TestCertificate.Create(isExpired: true);
        DeliveryException error = await RejectedAsync(certificate);
        string expired = certificate.Certificate.NotAfter.ToUniversalTime().ToString("u", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"it expired on {expired}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_rejected_with_both_names()
    {
        using TestCertificate certificate = TestCertificate.Create(host: "other.example");
        DeliveryException error = await RejectedAsync(certificate);
        Assert.Contains("for 'other.example', not for '127.0.0.1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_certificate_is_accepted_if_the_check_is_skipped()
    {
        using TestCertificate certificate = TestCertificate.Create(host: "other.example", isExpired: true);
        await using var server = new ScriptedServer(certificate.Tls, ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { Connection = Direct with { SkipCertificateCheck = true } });
        Assert.True(result.IsSuccess);
        Assert.Equal("""{"status":"firing"}""", Assert.Single(server.Requests).BodyText);
    }

    [Fact]
    public async Task Skipping_the_check_for_one_delivery_does_not_skip_it_for_the_next()
    {
        using TestCertificate certificate = TestCertificate.Create();
        await using var server = new ScriptedServer(certificate.Tls, ScriptedResponse.Ok);
        Assert.True((await SendAsync(To(server.Uri) with { Connection = Direct with { SkipCertificateCheck = true } })).IsSuccess);
        Assert.Equal("CertificateInvalid", (await SendAsync(To(server.Uri))).Error!.ErrorId);
    }

    [Fact]
    public async Task A_client_certificate_is_sent()
    {
        using TestCertificate certificate = TestCertificate.Create();
        using TestCertificate client = TestCertificate.Create(host: "client.example");
        SslServerAuthenticationOptions tls = certificate.Tls;
        tls.ClientCertificateRequired = true;
#pragma warning disable CA5359 // The test checks the client certificate itself.
        tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        await using var server = new ScriptedServer(tls, ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri) with { Connection = Direct with { SkipCertificateCheck = true, ClientCertificate = client.Certificate } });
        Assert.True(result.IsSuccess);
        Assert.Equal(client.Certificate.GetCertHashString(), server.ClientCertificate?.GetCertHashString());
    }

    [Fact]
    public async Task The_pool_outlives_the_callers_certificate()
    {
        using TestCertificate certificate = TestCertificate.Create();
        SslServerAuthenticationOptions tls = certificate.Tls;
        tls.ClientCertificateRequired = true;
#pragma warning disable CA5359 // Any client certificate is accepted.
        tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        byte[] pfx;
        using (TestCertificate client = TestCertificate.Create(host: "client.example"))
        {
            pfx = client.Certificate.Export(X509ContentType.Pkcs12);
        }

        await using var server = new ScriptedServer(tls, ScriptedResponse.Status("200 OK", "Connection: close\r\n"));
        for (int i = 0; i < 3; i++)
        {
            using X509Certificate2 loaded = X509CertificateLoader.LoadPkcs12(pfx, null);
            DeliveryResult result = await SendAsync(Once(server.Uri) with { Connection = Direct with { SkipCertificateCheck = true, ClientCertificate = loaded } });
            Assert.Null(result.Error);
        }
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS_is_named()
    {
        await using var plain = new GreetingServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        DeliveryResult result = await SendAsync(To(new Uri($"https://127.0.0.1:{plain.Port}/hook")));
        Assert.Equal("TlsFailed", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.CertificateInvalid, result.Error.Kind);
        Assert.Equal(1, result.Attempts);
    }

    [Fact]
    public async Task HTTP2_falls_back_to_HTTP11_over_TLS()
    {
        using TestCertificate certificate = TestCertificate.Create();
        SslServerAuthenticationOptions tls = certificate.Tls;
        tls.ApplicationProtocols = [SslApplicationProtocol.Http11];
        await using var server = new ScriptedServer(tls, ScriptedResponse.Ok);
        ConnectionOptions connection = Direct with { SkipCertificateCheck = true };
        Assert.True((await SendAsync(To(server.Uri) with { Connection = connection })).IsSuccess);

        DeliveryResult exact = await SendAsync(To(server.Uri) with { Connection = connection with { HttpVersion = new Version(2, 0) } });
        Assert.Contains(exact.Error!.ErrorId, ["HttpVersionRefused", "TlsFailed"], StringComparer.Ordinal);
        Assert.Equal(1, exact.Attempts);
    }

    private async Task<DeliveryException> RejectedAsync(TestCertificate certificate)
    {
        await using var server = new ScriptedServer(certificate.Tls, ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.Empty(server.Requests);
        Assert.Equal(1, result.Attempts);
        Assert.Null(result.StatusCode);
        Assert.Null(result.ResponseBody);
        Assert.Equal("CertificateInvalid", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.CertificateInvalid, result.Error.Kind);
        return result.Error;
    }
}
