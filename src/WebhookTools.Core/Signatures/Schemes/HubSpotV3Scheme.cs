using System.Text;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: HubSpot's documentation, Validating requests, Validate the v3 request signature.</summary>
internal sealed class HubSpotV3Scheme() : HeaderScheme(
    "HubSpotV3",
    "HubSpot, version 3: HMAC-SHA256 of method, URL, body and timestamp, in base64",
    new HeaderLayout("X-HubSpot-Signature-v3") { Encoding = SignatureEncoding.Base64, TimestampName = "X-HubSpot-Request-Timestamp" },
    HmacAlgorithm.Sha256)
{
    private const int EscapeLength = 3;

    /// <inheritdoc/>
    public override TimeSpan? DefaultTolerance => FiveMinutes;

    /// <inheritdoc/>
    protected override TimestampUnit TimestampUnit => TimestampUnit.Milliseconds;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) =>
        GetContent(input, Decode(input.Request.RequireAddress(Name)));

    /// <summary>Contrary to the documentation, HubSpot's own libraries sign and compare the URL without decoding it.</summary>
    protected override IEnumerable<AlternativeContent> GetAlternativeContents(SignatureInput input)
    {
        string address = input.Request.RequireAddress(Name);
        return string.Equals(address, Decode(address), StringComparison.Ordinal)
            ? []
            : [new AlternativeContent(GetContent(input, address), "the URL without decoding its escapes")];
    }

    private static SignedContent GetContent(in SignatureInput input, string address) =>
        SignedContent.Create(input.Request.Method + address, input.Request.Body, input.Timestamp!);

    /// <summary>Decodes the twelve escapes that HubSpot decodes and keeps all others.</summary>
    private static string Decode(string address)
    {
        if (!address.Contains('%', StringComparison.Ordinal))
        {
            return address;
        }

        var decoded = new StringBuilder(address.Length);
        for (int index = 0; index < address.Length; index++)
        {
            char? character = address[index] == '%' && index + EscapeLength <= address.Length ? Decode(address.AsSpan(index + 1, 2)) : null;
            decoded.Append(character ?? address[index]);
            index += character is null ? 0 : EscapeLength - 1;
        }

        return decoded.ToString();
    }

    private static char? Decode(ReadOnlySpan<char> digits)
    {
        Span<char> upper = stackalloc char[2];
        digits.ToUpperInvariant(upper);
        return upper switch
        {
            "3A" => ':',
            "2F" => '/',
            "3F" => '?',
            "40" => '@',
            "21" => '!',
            "24" => '$',
            "27" => '\'',
            "28" => '(',
            "29" => ')',
            "2A" => '*',
            "2C" => ',',
            "3B" => ';',
            _ => null,
        };
    }
}
