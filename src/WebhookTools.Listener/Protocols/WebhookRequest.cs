using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Protocols;

/// <summary>A webhook as it came, for the protocol that reads it.</summary>
internal sealed record WebhookRequest
{
    /// <summary>The id that its journal line will have.</summary>
    public required string Id { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The request's path.</summary>
    public required string Path { get; init; }

    /// <summary>The headers.</summary>
    public required IHeaderDictionary Headers { get; init; }

    /// <summary>The body, byte for byte.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What the address of a report begins with, without a slash at its end.</summary>
    public required string BaseAddress { get; init; }

    /// <summary>The id of the webhook's alert of that number.</summary>
    public string AlertId(int number) => AlertIdOf(Id, number);

    /// <summary>The id of an alert: that of its journal line, and behind a dot its number in it.</summary>
    public static string AlertIdOf(string id, int number) => string.Create(CultureInfo.InvariantCulture, $"{id}.{number}");

    /// <summary>The address of an alert's report.</summary>
    public string ReportAddress(string fingerprint) => Reports.ReportAddress.Of(BaseAddress, fingerprint);
}
