using System.Security.Cryptography;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>
/// Source: Twilio's documentation, Webhooks security, and the tests of its libraries. A form's
/// parameters are signed; of any other body the address carries the SHA-256 as <c>bodySHA256</c>,
/// and the address alone is signed.
/// </summary>
internal sealed class TwilioScheme() : HeaderScheme(
    "Twilio",
    "Twilio: HMAC-SHA1 of address and form parameters, or of an address that carries the body's SHA-256, in base64",
    new HeaderLayout("X-Twilio-Signature") { Encoding = SignatureEncoding.Base64 },
    HmacAlgorithm.Sha1)
{
    /// <inheritdoc/>
    protected override SignatureRequest Prepare(SignatureRequest request)
    {
        ReadOnlySpan<byte> body = request.Body.ReadAll().Span;
        return FormParameters.IsForm(request, body)
            ? request
            : request with { Uri = new Uri(TwilioAddress.WithBodyHash(ContentText.RequireAddress(request, Name), SHA256.HashData(body))) };
    }

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => GetContent(input.Request, ContentText.RequireAddress(input.Request, Name));

    /// <summary>Twilio's servers leave a port out, or write one, where the receiver sees the opposite.</summary>
    protected override IEnumerable<ContentCandidate> GetOtherContents(SignatureInput input)
    {
        (string address, string description) = TwilioAddress.WithOtherPort(ContentText.RequireAddress(input.Request, Name));
        return [new ContentCandidate(GetContent(input.Request, address), description)];
    }

    /// <inheritdoc/>
    protected override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        ReceivedSignature received = base.Read(request, headers, options);
        return received.Problem is null && !FormParameters.IsForm(request, request.Body.ReadAll().Span) && TwilioAddress.FindBodyHash(ContentText.RequireAddress(request, Name)) is null
            ? ReceivedSignature.Invalid("The body is no form, and the address carries no bodySHA256: the signature does not cover the body.")
            : received;
    }

    /// <inheritdoc/>
    protected override ReceivedSignature Inspect(SignatureRequest request, in ReceivedSignature received, SignatureOptions options)
    {
        string? hash = TwilioAddress.FindBodyHash(ContentText.RequireAddress(request, Name));
        return hash is null || IsHashOf(request.Body.ReadAll().Span, hash)
            ? received
            : ReceivedSignature.Invalid("The signature matches the address, but the address' bodySHA256 is not the SHA-256 of the body.");
    }

    private static SignedContent GetContent(SignatureRequest request, string address) => TwilioAddress.FindBodyHash(address) is null
        ? FormContent.Of(address, request.Body.ReadAll().Span)
        : ContentText.Around(address, body: null);

    private static bool IsHashOf(ReadOnlySpan<byte> body, string hash)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, actual);
        return SignatureText.TryDecode(hash, SignatureEncoding.Hex, expected) && CryptographicOperations.FixedTimeEquals(expected, actual);
    }
}
