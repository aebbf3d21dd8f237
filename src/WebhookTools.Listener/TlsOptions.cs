using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener;

/// <summary>The certificate of a listener: a PFX file, PEM files, or a self-signed one for testing. Files are reloaded when they change.</summary>
public sealed record TlsOptions
{
    /// <summary>The path of a PFX (PKCS #12) file with the certificate, its key and any intermediate certificates.</summary>
    public string? PfxPath { get; init; }

    /// <summary>The path of a PEM file with the certificate, followed by any intermediate certificates.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>The path of a PEM file with the key, or null if <see cref="CertificatePath"/> contains it.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The password of the PFX file or of the PEM key, or null.</summary>
    public WebhookSecret? Password { get; init; }

    /// <summary>True to create a self-signed certificate, for testing, instead of reading a file. The default is false.</summary>
    public bool SelfSigned { get; init; }

    /// <summary>Creates the options for a file, whose content tells whether it is a PEM or a PFX file.</summary>
    /// <param name="certificatePath">The path of a PEM or a PFX file.</param>
    /// <param name="keyPath">The path of a PEM file with the key, if it is in a separate file.</param>
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
