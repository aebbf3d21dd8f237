using System.Globalization;
using System.Net;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Messages;

/// <summary>
/// A webhook as a transport delivers it to the intake. It names no type of a web server, so that a queue or a file can supply
/// one too.
/// </summary>
internal sealed record IncomingWebhook
{
    /// <summary>The HTTP method, in upper case.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The path, unescaped.</summary>
    public required string Path { get; init; }

    /// <summary>The path as it is written in an address.</summary>
    public required string EscapedPath { get; init; }

    /// <summary>The query as it is written in an address, without its question mark; null if there is none.</summary>
    public string? Query { get; init; }

    /// <summary>Scheme and host as the request itself states them, such as <c>https://hooks.example.org</c>; null if it states none.</summary>
    public string? Origin { get; init; }

    /// <summary>The headers.</summary>
    public required SignatureHeaders Headers { get; init; }

    /// <summary>The body, byte for byte. The memory belongs to the transport: it is valid until the intake has returned and the result has been published.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The sender's address, or null if it is unknown.</summary>
    public IPAddress? Remote { get; init; }

    /// <summary>What the addresses of reports begin with, without a final slash.</summary>
    public required string ReportBase { get; init; }

    /// <summary>
    /// True if the transport has already checked the credentials, as one does that reads a body only afterwards. Otherwise the
    /// intake checks them.
    /// </summary>
    public bool AreCredentialsChecked { get; init; }

    /// <summary>The id of the journal entry. The intake assigns it.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>When the webhook was received. The intake assigns it.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Returns a header's value, or an empty string if the header is missing.</summary>
    public string Header(string name) => Headers.TryGet(name, out string value) ? value : string.Empty;

    /// <summary>Returns the value of the first of these headers that is present and not empty, or null.</summary>
    public string? FirstHeader(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Headers.TryGet(name, out string value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Returns the id of the webhook's alert with that index.</summary>
    public string AlertId(int index) => AlertIdOf(Id, index);

    /// <summary>Returns the id of an alert: the id of its journal entry, a dot, and its index in the entry.</summary>
    public static string AlertIdOf(string id, int index) => string.Create(CultureInfo.InvariantCulture, $"{id}.{index}");

    /// <summary>Returns the address of an alert's report.</summary>
    public string ReportUri(string fingerprint) => ReportAddress.Of(ReportBase, fingerprint);
}

/// <summary>The addresses of alert reports. Responses contain them, and the live page serves them.</summary>
internal static class ReportAddress
{
    public const string Prefix = "/report/";

    public static string Of(string baseAddress, string fingerprint) => baseAddress + Prefix + Uri.EscapeDataString(fingerprint);
}
