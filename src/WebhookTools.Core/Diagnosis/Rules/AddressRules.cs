using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>What may be otherwise about the address, the most common first. The sender signs the address that it calls; a receiver behind a proxy sees another.</summary>
internal static class AddressRules
{
    private const string PublicFix = "Verify with the address exactly as the sender calls it, best from the configuration; or let the proxy pass it on (X-Forwarded-Proto, X-Forwarded-Host) and take it from there.";

    private static readonly string[] HostHeaders = ["X-Forwarded-Host", "X-Original-Host", "Host"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AddressRule> All { get; } =
    [
        New("construction.address-scheme", 10, "https for http, or http for https", "with the other of http and https", static (address, _) => [WithScheme(address, IsHttps(address) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)]),
        New("construction.address-host", 11, "the host that the headers name", "with the host that a header of the request names", GetForwarded),
        New("construction.address-port", 12, "the port added or left out", "with its port written out, or left out", GetPorts),
        New("construction.address-slash", 13, "a trailing slash more or less", "with a slash at its end more or less", static (address, _) => [WithSlashToggled(address)]),
        New("construction.address-query", 25, "the address without its query", "without its query", static (address, _) => address.Query.Length == 0 ? [] : [Cut(address, '?')]),
        New("construction.address-encoding", 26, "the address with its percent-encoding undone or normalised", "with its percent-encoding undone or normalised", static (address, _) => [Uri.UnescapeDataString(address.OriginalString), address.AbsoluteUri]),
        New("construction.address-www", 27, "the host with or without 'www.'", "with or without 'www.'", static (address, _) => [WithHost(address, address.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? address.Host[4..] : "www." + address.Host)]),
    ];

    private static AddressRule New(string id, int rank, string change, string how, Func<Uri, SignatureHeaders, IEnumerable<string>> getOthers) => new()
    {
        Id = id,
        Rank = rank,
        Side = FixSide.Receiver,
        Change = change,
        Cause = $"The sender signs the address {how}.",
        Fix = PublicFix,
        GetOthers = getOthers,
    };

    private static IEnumerable<string> GetForwarded(Uri address, SignatureHeaders headers)
    {
        string[] hosts = [.. HostHeaders.Select(name => headers.TryGet(name, out string host) ? host.Split(',')[0].Trim() : string.Empty).Where(host => host.Length > 0)];
        string scheme = headers.TryGet("X-Forwarded-Proto", out string forwarded) && forwarded is "http" or "https" ? forwarded : address.Scheme;
        string port = headers.TryGet("X-Forwarded-Port", out string text) ? ":" + text : string.Empty;
        string tail = GetTail(address);
        foreach (string host in hosts)
        {
            yield return $"{scheme}://{host}{tail}";
            if (port.Length > 0 && !host.Contains(':', StringComparison.Ordinal))
            {
                yield return $"{scheme}://{host}{port}{tail}";
            }
        }
    }

    private static IEnumerable<string> GetPorts(Uri address, SignatureHeaders headers)
    {
        string tail = GetTail(address);
        yield return $"{address.Scheme}://{address.Host}{tail}";
        yield return $"{address.Scheme}://{address.Host}:{address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}{tail}";
    }

    private static bool IsHttps(Uri address) => string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal);

    private static string WithScheme(Uri address, string scheme) => scheme + address.OriginalString[address.OriginalString.IndexOf(':', StringComparison.Ordinal)..];

    private static string WithHost(Uri address, string host) => $"{address.Scheme}://{host}{(address.IsDefaultPort ? string.Empty : ":" + address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))}{GetTail(address)}";

    private static string Cut(Uri address, char from) => address.OriginalString[..address.OriginalString.IndexOf(from, StringComparison.Ordinal)];

    private static string WithSlashToggled(Uri address)
    {
        string whole = address.OriginalString;
        int end = whole.IndexOfAny(['?', '#']);
        string path = end < 0 ? whole : whole[..end];
        string rest = end < 0 ? string.Empty : whole[end..];
        return (path.EndsWith('/') ? path[..^1] : path + "/") + rest;
    }

    /// <summary>Path and query as they were given: to parse and write them anew could change them.</summary>
    private static string GetTail(Uri address)
    {
        string whole = address.OriginalString;
        int start = whole.IndexOf("://", StringComparison.Ordinal) + 3;
        int slash = whole.IndexOfAny(['/', '?', '#'], start);
        return slash < 0 ? string.Empty : whole[slash..];
    }
}

/// <summary>Another form of the address that is signed.</summary>
internal sealed record AddressRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Construction;

    /// <summary>Gives other addresses for one: none where the rule does not fit.</summary>
    public required Func<Uri, SignatureHeaders, IEnumerable<string>> GetOthers { get; init; }
}
