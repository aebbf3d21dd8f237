using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener;

/// <summary>The certificate that a listener shows: a PFX file, PEM files, or one made for a try. Files are read again when they change.</summary>
public sealed record TlsOptions
{
    /// <summary>A PFX (PKCS #12) file with the certificate, its key and, if need be, the certificates between it and its root.</summary>
    public string? PfxPath { get; init; }

    /// <summary>A PEM file with the certificate, and behind it those between it and its root.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>A PEM file with the key. Null: it stands in <see cref="CertificatePath"/>.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The password of the PFX file or of the PEM key, or null.</summary>
    public WebhookSecret? Password { get; init; }

    /// <summary>Makes a certificate that nobody trusts, for a try; no file is read then. Default: false.</summary>
    public bool SelfSigned { get; init; }

    /// <summary>The certificate in a file of either form, told apart by what stands in it.</summary>
    /// <param name="certificatePath">A PEM or a PFX file.</param>
    /// <param name="keyPath">A PEM file with the key, where it has a file of its own.</param>
    /// <param name="password">The password of the PFX file or of the PEM key, or null.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">The file cannot be read.</exception>
    public static TlsOptions FromFile(string certificatePath, string? keyPath = null, WebhookSecret? password = null)
    {
        ArgumentNullException.ThrowIfNull(certificatePath);
        return keyPath is not null || IsPem(certificatePath)
            ? new TlsOptions { CertificatePath = certificatePath, KeyPath = keyPath, Password = password }
            : new TlsOptions { PfxPath = certificatePath, Password = password };
    }

    private static bool IsPem(string path)
    {
        try
        {
            return File.ReadAllBytes(path).AsSpan().IndexOf("-----BEGIN "u8) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ListenerErrors.CertificateUnreadable(path, exception);
        }
    }
}
