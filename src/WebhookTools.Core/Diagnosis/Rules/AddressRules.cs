using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Other forms of the signed URL, most common first. The sender signs the URL that it calls; a receiver behind a proxy sees a different one.</summary>
internal static class AddressRules
{
    private const string PublicFix = "Verify with the exact URL that the sender calls, preferably from configuration. Behind a proxy, forward it (X-Forwarded-Proto, X-Forwarded-Host) and rebuild the URL from those headers.";

    private static readonly string[] HostHeaders = ["X-Forwarded-Host", "X-Original-Host", "Host"];

    public static IReadOnlyList<AddressRule> All { get; } =
    [
        New("construction.address-scheme", 10, "the URL with http and https swapped", "with the other scheme of http and https", static (address, _) => [WithScheme(address, IsHttps(address) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)]),
        New("construction.address-host", 11, "the URL with the host from a request header", "with the host named in a request header", GetForwarded),
        New("construction.address-port", 12, "the URL with its port added or removed", "with its port added or removed", GetPorts),
        New("construction.address-slash", 13, "the URL with its trailing slash added or removed", "with its trailing slash added or removed", static (address, _) => [WithSlashToggled(address)]),
        New("construction.address-query", 25, "the URL without its query string", "without its query string", static (address, _) => address.Query.Length == 0 ? [] : [Cut(address, '?')]),
        New("construction.address-encoding", 26, "the URL with its percent-encoding decoded or normalized", "with its percent-encoding decoded or normalized", static (address, _) => [Uri.UnescapeDataString(address.OriginalString), address.AbsoluteUri]),
        New("construction.address-www", 27, "the URL with 'www.' added or removed", "with 'www.' added or removed", static (address, _) => [WithHost(address, address.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? address.Host[4..] : "www." + address.Host)]),
    ];

    private static AddressRule New(string id, int rank, string change, string how, Func<Uri, SignatureHeaders, IEnumerable<string>> rewrite) => new()
    {
        Id = id,
        Rank = rank,
        Side = FixSide.Receiver,
        Change = change,
        Cause = $"The sender signed the URL {how}.",
        Fix = PublicFix,
        Rewrite = rewrite,
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

    /// <summary>The path and query exactly as given. <see cref="Uri"/> would normalize them.</summary>
    private static string GetTail(Uri address)
    {
        string whole = address.OriginalString;
        int start = whole.IndexOf("://", StringComparison.Ordinal) + 3;
        int slash = whole.IndexOfAny(['/', '?', '#'], start);
        return slash < 0 ? string.Empty : whole[slash..];
    }
}

/// <summary>A rule that rewrites the signed URL.</summary>
internal sealed record AddressRule : DiagnosisRule
{
    public override DiagnosisCategory Category => DiagnosisCategory.Construction;

    /// <summary>Returns the rewritten URLs, or none if the rule does not apply.</summary>
    public required Func<Uri, SignatureHeaders, IEnumerable<string>> Rewrite { get; init; }
}
