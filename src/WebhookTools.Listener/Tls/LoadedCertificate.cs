using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookTools.Listener.Tls;

/// <summary>Loads a certificate with its key and its chain.</summary>
internal static class LoadedCertificate
{
    /// <exception cref="CryptographicException">A file is not a certificate or key, or the password is wrong.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a file is denied.</exception>
    public static SslStreamCertificateContext Load(TlsOptions options)
    {
        (X509Certificate2 certificate, X509Certificate2Collection chain) = options.PfxPath is null ? LoadPem(options) : LoadPfx(options.PfxPath, options.Password?.Reveal());
        return Context(certificate, chain);
    }

    /// <summary>Creates the form of the certificate that handshakes use, without downloading intermediate certificates.</summary>
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
            ?? throw new CryptographicException("the file does not contain a certificate with a private key");
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
            // TLS on Windows cannot use a key that exists in memory only.
            byte[] pfx = certificate.Export(X509ContentType.Pkcs12);
            certificate.Dispose();
            certificate = X509CertificateLoader.LoadPkcs12(pfx, password: null);
        }

        return (certificate, chain);
    }
}
