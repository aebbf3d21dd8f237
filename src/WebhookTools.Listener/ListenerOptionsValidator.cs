using System.Buffers;
using System.Net;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener;

/// <summary>Validates the options of a listener.</summary>
internal static class ListenerOptionsValidator
{
    private const long MaximumBodySizeLimit = 1L << 30;

    private static readonly SearchValues<char> NotInPaths = SearchValues.Create("?#{} \t\r\n");

    public static void Validate(ListenerOptions options)
    {
        ValidateNetwork(options);
        ValidateAuthentication(options);
        ValidateLimits(options);
        ValidateProtocols(options);
        ValidateForwarding(options.ForwardTo);
    }

    private static void ValidateNetwork(ListenerOptions options)
    {
        RequireRange(options.Port, 0, IPEndPoint.MaxPort, nameof(options.Port));
        if (options.BaseUri is { } uri && (!uri.IsAbsoluteUri || !IsHttp(uri)))
        {
            throw ListenerErrors.BaseUriNotAbsolute(uri);
        }

        if (options.Tls is { } tls)
        {
            int sources = (tls.PfxPath is null ? 0 : 1) + (tls.CertificatePath is null ? 0 : 1) + (tls.SelfSigned ? 1 : 0);
            if (sources != 1 || (tls.KeyPath is not null && tls.CertificatePath is null))
            {
                throw ListenerErrors.CertificateSourceUnclear();
            }
        }
    }

    private static void ValidateAuthentication(ListenerOptions options)
    {
        if (options.Tokens.Concat(options.ReadTokens).Any(token => token.IsEmpty))
        {
            throw ListenerErrors.TokenEmpty();
        }

        if (options.Scheme is { } scheme)
        {
            if (options.Secrets.Count == 0 || options.Secrets.Any(secret => secret.IsEmpty))
            {
                throw ListenerErrors.SignatureSecretMissing(scheme.Name);
            }
        }
        else if (options.Secrets.Count > 0)
        {
            throw ListenerErrors.SignatureSchemeMissing();
        }

        if (options.RejectedLog is { } rejected)
        {
            RequireRange(rejected.MaximumSize, JournalOptions.SmallestMaximumSize, long.MaxValue, $"{nameof(options.RejectedLog)}.{nameof(rejected.MaximumSize)}");
            RequireRange(rejected.RetainedFileCount, 1, int.MaxValue, $"{nameof(options.RejectedLog)}.{nameof(rejected.RetainedFileCount)}");
        }

        if (options.BasicCredential is { } basic
            && (string.IsNullOrEmpty(basic.UserName) || string.IsNullOrEmpty(basic.Password) || basic.UserName.Contains(':', StringComparison.Ordinal)))
        {
            throw ListenerErrors.BasicCredentialInvalid();
        }

        bool isAuthenticated = options.Tokens.Count > 0 || options.Scheme is not null || options.BasicCredential is not null || options.AllowedNetworks.Count > 0;
        if (!isAuthenticated && !options.AllowUnauthenticated && !IPAddress.IsLoopback(options.Address))
        {
            throw ListenerErrors.AddressUnauthenticated(options.Address);
        }
    }

    private static void ValidateLimits(ListenerOptions options)
    {
        RequireRange(options.MaximumBodySize, 1, MaximumBodySizeLimit, nameof(options.MaximumBodySize));
        RequireRange(options.MaximumConnections, 1, int.MaxValue, nameof(options.MaximumConnections));
        RequireRange(options.MaximumConnectionsPerAddress ?? 1, 1, int.MaxValue, nameof(options.MaximumConnectionsPerAddress));
        RequireRange(options.ReservedFiles, 0, int.MaxValue, nameof(options.ReservedFiles));
        RequireRange(options.MinimumBodyRate, 1, int.MaxValue, nameof(options.MinimumBodyRate));
        RequireRange(options.RateLimitPerAddress, 0, int.MaxValue, nameof(options.RateLimitPerAddress));
        RequireRange(options.RateLimitTotal, 0, int.MaxValue, nameof(options.RateLimitTotal));
        RequireRange(options.RequestHeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(options.RequestHeadersTimeout));
        RequireRange(options.KeepAliveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(options.KeepAliveTimeout));
        RequireRange(options.MinimumBodyRateGracePeriod, TimeSpan.FromSeconds(1.001), TimeSpan.FromMinutes(10), nameof(options.MinimumBodyRateGracePeriod));
        RequireRange(options.DeduplicationWindow, TimeSpan.Zero, TimeSpan.FromDays(1), nameof(options.DeduplicationWindow));
        RequireRange(options.StopTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(options.StopTimeout));
    }

    private static void ValidateProtocols(ListenerOptions options)
    {
        foreach (string name in options.Protocols.Concat(options.Routes.Keys))
        {
            if (!options.AvailableProtocols.Any(registration => string.Equals(registration.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                throw ListenerErrors.ProtocolUnknown(name);
            }
        }

        foreach (string name in options.Paths.Count > 0 ? options.Routes.Keys.Append(GenericProtocol.ProtocolName) : options.Routes.Keys)
        {
            if (!options.Protocols.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw ListenerErrors.ProtocolNotSpoken(name, options.Protocols);
            }
        }

        foreach (string path in options.Routes.Values.SelectMany(paths => paths).Concat(options.Paths))
        {
            if (!path.StartsWith('/') || path.AsSpan().ContainsAny(NotInPaths))
            {
                throw ListenerErrors.PathInvalid(path);
            }
        }
    }

    private static void ValidateForwarding(ForwardOptions? forward)
    {
        if (forward is null)
        {
            return;
        }

        RequireRange(forward.Concurrency, 1, ForwardOptions.MaximumConcurrency, $"{nameof(ListenerOptions.ForwardTo)}.{nameof(forward.Concurrency)}");
        forward.ToDeliveryOptions().Validate();
        if (forward.Signing is { } signing && (signing.Secrets.Count == 0 || signing.Secrets.Any(secret => secret.IsEmpty)))
        {
            throw ListenerErrors.ForwardingSecretMissing(signing.Scheme.Name);
        }
    }

    private static bool IsHttp(Uri uri) =>
        string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal) || string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal);

    private static void RequireRange<T>(T value, T minimum, T maximum, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0)
        {
            throw ListenerErrors.OptionOutOfRange(name, value, minimum, maximum);
        }
    }
}
