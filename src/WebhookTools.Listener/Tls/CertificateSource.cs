using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookTools.Listener.Tls;

/// <summary>
/// The certificate that is shown now. Whether its files changed is looked at when a client connects, at most once a second,
/// so that a renewed certificate is shown without a restart; one that cannot be read leaves the old one in place.
/// </summary>
internal sealed class CertificateSource
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly TlsOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ThrottledLog _log;
    private readonly Lock _gate = new();
    private SslStreamCertificateContext _current;
    private FileStamps _stamps;
    private long _checkedAt;

    private CertificateSource(TlsOptions options, TimeProvider timeProvider, ThrottledLog log, SslStreamCertificateContext first, FileStamps stamps)
    {
        _options = options;
        _timeProvider = timeProvider;
        _log = log;
        _current = first;
        _stamps = stamps;
        _checkedAt = timeProvider.GetTimestamp();
    }

    /// <exception cref="WebhookTools.Core.WebhookException">The certificate cannot be read.</exception>
    public static CertificateSource Open(TlsOptions options, IPAddress address, TimeProvider timeProvider, ThrottledLog log)
    {
        if (options.SelfSigned)
        {
            X509Certificate2 certificate = SelfSignedCertificate.Create(address, timeProvider);
            return new CertificateSource(options, timeProvider, log, LoadedCertificate.Context(certificate, []), default);
        }

        try
        {
            // Stamps first: a change between the two is then seen at the next look.
            FileStamps stamps = FileStamps.Of(options);
            return new CertificateSource(options, timeProvider, log, LoadedCertificate.Load(options), stamps);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw ListenerErrors.CertificateUnreadable(options.PfxPath ?? options.CertificatePath!, exception);
        }
    }

    public SslStreamCertificateContext Current()
    {
        if (!_options.SelfSigned && _timeProvider.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= CheckInterval)
        {
            lock (_gate)
            {
                Volatile.Write(ref _checkedAt, _timeProvider.GetTimestamp());
                Reload();
            }
        }

        return Volatile.Read(ref _current);
    }

    private void Reload()
    {
        try
        {
            FileStamps stamps = FileStamps.Of(_options);
            if (stamps == _stamps)
            {
                return;
            }

            _stamps = stamps;

            // The old one may still be in a handshake; the collector ends it.
            Volatile.Write(ref _current, LoadedCertificate.Load(_options));
            _log.Write(ListenerLogLevel.Information, "CertificateReloaded", () => "The certificate's files changed; from now on the new certificate is shown.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            _log.Write(ListenerLogLevel.Error, "CertificateNotReloaded", () => $"The certificate's files changed, but cannot be read; the old certificate is still shown: {exception.Message}");
        }
    }

    /// <summary>What tells that a file is no longer the same.</summary>
    private readonly record struct FileStamps(DateTime Certificate, long CertificateLength, DateTime Key, long KeyLength)
    {
        public static FileStamps Of(TlsOptions options)
        {
            FileInfo certificate = Final(options.PfxPath ?? options.CertificatePath!);
            FileInfo key = options.KeyPath is null ? certificate : Final(options.KeyPath);
            return new FileStamps(certificate.LastWriteTimeUtc, certificate.Length, key.LastWriteTimeUtc, key.Length);
        }

        /// <summary>The file itself: where a certificate is mounted into a container, only what its link leads to changes.</summary>
        private static FileInfo Final(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
    }
}
