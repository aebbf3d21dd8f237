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
}
