using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Sending;

namespace WebhookTools.Cli.Options;

/// <summary>The connection to a receiver: certificates, proxies, the HTTP version.</summary>
internal sealed class ConnectionOptionGroup
{
    private readonly Option<bool> _skipCertificateCheck = OptionFactory.Switch("--skip-certificate-check", "Accepts any certificate of the receiver. For tests only.");
    private readonly ValueOption<Uri> _proxy = new("--proxy", "The proxy's address. The default is the system's proxy.", AddressSyntax.Web);
    private readonly Option<bool> _noProxy = OptionFactory.Switch("--no-proxy", "Uses no proxy, not even the system's.");
    private readonly Option<string> _certificate = OptionFactory.Text("--certificate", "PATH", "The client certificate, as PFX or PEM.");
    private readonly Option<string> _certificateKey = OptionFactory.Text("--certificate-key", "PATH", "The certificate's private key as PEM, if it is in a separate file.");
    private readonly SecretOptionGroup _certificatePassword = new("certificate-password", "password", "of the PFX file or the key", allowsMany: false);
    private readonly ValueOption<Version> _httpVersion = new("--http-version", "The HTTP version. The default is 2 over TLS if the receiver supports it, otherwise 1.1.", new ValueSyntax<Version>("1.1|2", "1.1 or 2", TryParseVersion));

    public void AddTo(Command command)
    {
        command.AddRange(_skipCertificateCheck, _proxy, _noProxy, _certificate, _certificateKey);
        _certificatePassword.AddTo(command);
        command.Options.Add(_httpVersion);
    }

    public ConnectionOptions Read(ParseResult parse)
    {
        bool hasProxy = _proxy.TryRead(parse, out Uri? proxy);
        if (hasProxy && parse.GetValue(_noProxy))
        {
            throw CommandLineErrors.OptionsExclude("--proxy", "--no-proxy");
        }

        return new ConnectionOptions
        {
            SkipCertificateCheck = parse.GetValue(_skipCertificateCheck),
            Proxy = proxy,
            NoProxy = parse.GetValue(_noProxy),
            ClientCertificate = ReadCertificate(parse),
            HttpVersion = _httpVersion.TryRead(parse, out Version? version) ? version : null,
        };
    }

    private static bool TryParseVersion(string text, out Version value)
    {
        value = text is "2" or "2.0" ? new Version(2, 0) : new Version(1, 1);
        return text is "1.1" or "2" or "2.0";
    }

    private X509Certificate2? ReadCertificate(ParseResult parse)
    {
        string? path = parse.GetValue(_certificate);
        string? keyPath = parse.GetValue(_certificateKey);
        if (path is null)
        {
            return keyPath is null && !_certificatePassword.IsGiven(parse) ? null : throw CommandLineErrors.OptionNeeds("A certificate key or password", "--certificate");
        }

        string? password = _certificatePassword.ReadSingle(parse)?.Reveal();
        try
        {
            return X509Certificate2.GetCertContentType(path) == X509ContentType.Pfx
                ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : ReadPem(path, keyPath, password);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw CommandLineErrors.CertificateNotReadable(path, exception);
        }
    }

    private static X509Certificate2 ReadPem(string path, string? keyPath, string? password)
    {
        using X509Certificate2 certificate = password is null
            ? X509Certificate2.CreateFromPemFile(path, keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);

        // TLS on Windows requires a key in a key container. A round trip through PFX creates one.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
