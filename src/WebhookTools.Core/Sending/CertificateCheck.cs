using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace WebhookTools.Core.Sending;

/// <summary>Validates the receiver's certificate.</summary>
internal static class CertificateCheck
{
    /// <summary>Accepts what the system trusts. Any other certificate is rejected with the reason, which the runtime's own error does not always give.</summary>
    public static RemoteCertificateValidationCallback AcceptTrusted { get; } = static (sender, certificate, chain, errors) =>
        errors == SslPolicyErrors.None
            ? true
            : throw new CertificateRejectedException(Describe((sender as SslStream)?.TargetHostName, certificate, chain, errors));

    /// <summary>Accepts any certificate: for tests, if the caller asks for it.</summary>
#pragma warning disable CA5359 // The caller asked to skip the check.
    public static RemoteCertificateValidationCallback AcceptAny { get; } = static (_, _, _, _) => true;
#pragma warning restore CA5359

    private static string Describe(string? host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 received)
        {
            return "the receiver sent no certificate";
        }

        List<string> reasons = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add($"it is for {NamesOf(received)}, not for '{host}'");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && chain is not null)
        {
            reasons.AddRange(DescribeChain(received, chain));
        }

        return reasons.Count == 0 ? errors.ToString() : string.Join("; ", reasons);
    }

    private static IEnumerable<string> DescribeChain(X509Certificate2 certificate, X509Chain chain)
    {
        X509ChainStatusFlags flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, status) => all | status.Status);
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            yield return DescribeTime(certificate, chain.ChainPolicy.VerificationTime);
        }

        if (flags.HasFlag(X509ChainStatusFlags.UntrustedRoot))
        {
            yield return string.Equals(certificate.Subject, certificate.Issuer, StringComparison.Ordinal)
                ? "it is self-signed and not trusted by this machine"
                : $"its root '{chain.ChainElements[^1].Certificate.Subject}' is not trusted by this machine";
        }

        if (flags.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            yield return $"its issuer '{certificate.Issuer}' is unknown to this machine";
        }

        if (flags.HasFlag(X509ChainStatusFlags.Revoked))
        {
            yield return "it is revoked";
        }

        const X509ChainStatusFlags Described = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.Revoked;
        if ((flags & ~Described) is var others and not X509ChainStatusFlags.NoError)
        {
            yield return others.ToString();
        }
    }

    private static string DescribeTime(X509Certificate2 certificate, DateTime now) => now switch
    {
        _ when now > certificate.NotAfter => FormattableString.Invariant($"it expired on {certificate.NotAfter.ToUniversalTime():u}"),
        _ when now < certificate.NotBefore => FormattableString.Invariant($"it is not valid before {certificate.NotBefore.ToUniversalTime():u}"),
        _ => "a certificate in its chain is not valid at this time",
    };

    private static string NamesOf(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] listed = names is null
            ? []
            : [.. names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(static address => address.ToString())).Take(5)];
        return listed.Length == 0 ? $"'{certificate.Subject}'" : string.Join(", ", listed.Select(static name => $"'{name}'"));
    }
}

/// <summary>Carries the reason out of the TLS handshake. It is always translated to a <see cref="DeliveryFailure"/>.</summary>
internal sealed class CertificateRejectedException(string reason) : AuthenticationException($"The certificate was rejected: {reason}.")
{
    /// <summary>The reason, to follow a colon.</summary>
    public string Reason { get; } = reason;
}
