using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookTools.Listener.Tls;

/// <summary>Reads a certificate with its key and its chain from files.</summary>
internal static class LoadedCertificate
{
    /// <exception cref="CryptographicException">A file is no certificate or key, or the password is wrong.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static SslStreamCertificateContext Load(TlsOptions options)
    {
        (X509Certificate2 certificate, X509Certificate2Collection chain) = options.PfxPath is null ? LoadPem(options) : LoadPfx(options.PfxPath, options.Password?.Reveal());
        return Context(certificate, chain);
    }

    /// <summary>The certificate in the form that the handshake takes, with what leads to its root; nothing is fetched for it.</summary>
    public static SslStreamCertificateContext Context(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        if (!certificate.HasPrivateKey)
        {
            throw new CryptographicException("the certificate has no private key");
        }

        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) LoadPfx(string path, string? password)
    {
        X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
        X509Certificate2 certificate = all.FirstOrDefault(candidate => candidate.HasPrivateKey)
            ?? throw new CryptographicException("it holds no certificate with a private key");
        return (certificate, all);
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) LoadPem(TlsOptions options)
    {
        string path = options.CertificatePath!;
        X509Certificate2 certificate = options.Password is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password.Reveal(), options.KeyPath)
            : X509Certificate2.CreateFromPemFile(path, options.KeyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        if (OperatingSystem.IsWindows())
        {
            // Windows' TLS takes no key that is only in memory.
            byte[] pfx = certificate.Export(X509ContentType.Pkcs12);
            certificate.Dispose();
            certificate = X509CertificateLoader.LoadPkcs12(pfx, password: null);
        }

        return (certificate, chain);
    }
}
