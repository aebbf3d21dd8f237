using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookTools.Listener.Tls;

/// <summary>
/// Provides the current certificate. When a client connects, at most once a second, it checks whether the files changed, so that a
/// renewed certificate is used without a restart. If the new one cannot be loaded, the old one remains.
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

    /// <exception cref="WebhookTools.Core.WebhookException">The certificate cannot be loaded.</exception>
    public static CertificateSource Open(TlsOptions options, IPAddress address, TimeProvider timeProvider, ThrottledLog log)
    {
        if (options.SelfSigned)
        {
            X509Certificate2 certificate = SelfSignedCertificate.Create(address, timeProvider);
            return new CertificateSource(options, timeProvider, log, LoadedCertificate.Context(certificate, []), default);
        }

        try
        {
            // The stamps are read first, so that a change in between is noticed by the next check.
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

            // The old one is not disposed, because a handshake may still be using it.
            Volatile.Write(ref _current, LoadedCertificate.Load(_options));
            _log.Write(ListenerLogLevel.Information, "CertificateReloaded", () => "The certificate was reloaded because its files changed.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            _log.Write(ListenerLogLevel.Error, "CertificateNotReloaded", () => $"The certificate's files changed but could not be loaded. The old certificate remains in use: {exception.Message}");
        }
    }

    private readonly record struct FileStamps(DateTime Certificate, long CertificateLength, DateTime Key, long KeyLength)
    {
        public static FileStamps Of(TlsOptions options)
        {
            FileInfo certificate = Final(options.PfxPath ?? options.CertificatePath!);
            FileInfo key = options.KeyPath is null ? certificate : Final(options.KeyPath);
            return new FileStamps(certificate.LastWriteTimeUtc, certificate.Length, key.LastWriteTimeUtc, key.Length);
        }

        /// <summary>Resolves links: if a certificate is mounted into a container, only the link's target changes.</summary>
        private static FileInfo Final(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
    }
}
