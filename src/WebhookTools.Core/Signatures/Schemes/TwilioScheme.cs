using System.Security.Cryptography;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>
/// Source: Twilio's documentation, Webhooks security, and the tests of its libraries. Twilio signs the URL and a form's
/// parameters. For any other body it signs only the URL, whose parameter <c>bodySHA256</c> is the SHA-256 of the body.
/// </summary>
internal sealed class TwilioScheme() : HeaderScheme(
    "Twilio",
    "Twilio: HMAC-SHA1 of URL and form parameters, or of a URL with the body's SHA-256, in base64",
    new HeaderLayout("X-Twilio-Signature") { Encoding = SignatureEncoding.Base64 },
    HmacAlgorithm.Sha1)
{
    /// <inheritdoc/>
    protected override SignatureRequest Prepare(SignatureRequest request)
    {
        ReadOnlySpan<byte> body = request.Body.ReadAll().Span;
        return FormParameters.IsForm(request, body)
            ? request
            : request with { Uri = new Uri(TwilioAddress.WithBodyHash(request.RequireAddress(Name), SHA256.HashData(body))) };
    }

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => GetContent(input.Request, input.Request.RequireAddress(Name));

    /// <summary>Twilio may sign the URL with a port that the receiver does not see, and the other way round.</summary>
    protected override IEnumerable<AlternativeContent> GetAlternativeContents(SignatureInput input)
    {
        (string address, string description) = TwilioAddress.WithOtherPort(input.Request.RequireAddress(Name));
        return [new AlternativeContent(GetContent(input.Request, address), description)];
    }

    /// <inheritdoc/>
    protected override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        ReceivedSignature received = base.Read(request, headers, options);
        return received.Problem is null && !FormParameters.IsForm(request, request.Body.ReadAll().Span) && TwilioAddress.FindBodyHash(request.RequireAddress(Name)) is null
            ? ReceivedSignature.Invalid("The body is not a form, and the URL has no bodySHA256, so the signature does not cover the body.")
            : received;
    }

    /// <inheritdoc/>
    protected override ReceivedSignature Inspect(SignatureRequest request, in ReceivedSignature received, SignatureOptions options)
    {
        string? hash = TwilioAddress.FindBodyHash(request.RequireAddress(Name));
        return hash is null || IsHashOf(request.Body.ReadAll().Span, hash)
            ? received
            : ReceivedSignature.Invalid("The signature matches the URL, but its bodySHA256 is not the SHA-256 of the body.");
    }

    private static SignedContent GetContent(SignatureRequest request, string address) => TwilioAddress.FindBodyHash(address) is null
        ? SignedContent.CreateFromForm(address, request.Body.ReadAll().Span)
        : SignedContent.Create(address, body: null);

    private static bool IsHashOf(ReadOnlySpan<byte> body, string hash)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, actual);
        return SignatureText.TryDecode(hash, SignatureEncoding.Hex, expected) && CryptographicOperations.FixedTimeEquals(expected, actual);
    }
}

/// <summary>Operations on the URL that Twilio signs. They work on the text: parsing and formatting the URL could change what was signed.</summary>
internal static class TwilioAddress
{
    private const string HashName = "bodySHA256";

    /// <summary>Returns the value of <c>bodySHA256</c> in the query, or null.</summary>
    public static string? FindBodyHash(string address) => FindBodyHashRange(address) is { } range ? address[range] : null;

    /// <summary>Adds or replaces <c>bodySHA256</c> in the query.</summary>
    public static string WithBodyHash(string address, ReadOnlySpan<byte> hash)
    {
        string value = Convert.ToHexStringLower(hash);
        if (FindBodyHashRange(address) is { } range)
        {
            return string.Concat(address.AsSpan(..range.Start.Value), value, address.AsSpan(range.End.Value..));
        }

        int end = GetQueryEnd(address);
        char separator = address.AsSpan(0, end).Contains('?') ? '&' : '?';
        return $"{address[..end]}{separator}{HashName}={value}{address[end..]}";
    }

    /// <summary>Removes the port, or adds the default port if there is none. Also returns a description of the change.</summary>
    public static (string Address, string Description) WithOtherPort(string address)
    {
        int start = address.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        int end = address.AsSpan(start).IndexOfAny('/', '?', '#') is >= 0 and int length ? start + length : address.Length;
        ReadOnlySpan<char> authority = address.AsSpan(start, end - start);
        int host = authority.LastIndexOf('@') + 1;
        int port = authority.LastIndexOf(':');
        if (port > host && port > authority.LastIndexOf(']'))
        {
            return (address.Remove(start + port, authority.Length - port), "the URL without its port");
        }

        bool isPlain = address.StartsWith("http:", StringComparison.OrdinalIgnoreCase);
        return (address.Insert(end, isPlain ? ":80" : ":443"), "the URL with the default port");
    }

    private static Range? FindBodyHashRange(string address)
    {
        int query = address.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return null;
        }

        int end = GetQueryEnd(address);
        for (int start = query + 1; start < end;)
        {
            int next = address.IndexOf('&', start, end - start);
            next = next < 0 ? end : next;
            ReadOnlySpan<char> parameter = address.AsSpan(start, next - start);
            if (parameter.StartsWith(HashName + "=", StringComparison.Ordinal))
            {
                return (start + HashName.Length + 1)..next;
            }

            start = next + 1;
        }

        return null;
    }

    private static int GetQueryEnd(string address) => address.IndexOf('#', StringComparison.Ordinal) is >= 0 and int fragment ? fragment : address.Length;
}
