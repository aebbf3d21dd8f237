using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Payloads.Rewriting;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Zoom's documentation, Using webhooks, Verify webhook events and Validate your webhook endpoint.</summary>
internal sealed class ZoomScheme() : HeaderScheme(
    "Zoom",
    "Zoom: HMAC-SHA256 of timestamp and body",
    new HeaderLayout("x-zm-signature") { Prefix = "v0=", TimestampName = "x-zm-request-timestamp" },
    HmacAlgorithm.Sha256)
{
    private const int MaximumTokenLength = 128;

    /// <summary>
    /// The characters of Zoom's tokens. The colon is not among them: otherwise a sender could pass <c>v0:timestamp:body</c> as
    /// a token, and the response would hold a valid signature for a webhook.
    /// </summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("-_+/=.ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <inheritdoc/>
    public override TimeSpan? DefaultTolerance => FiveMinutes;

    /// <summary>Responds to <c>endpoint.url_validation</c> with the token and its HMAC.</summary>
    public override bool TryAnswerChallenge(WebhookBody body, WebhookSecret secret, out byte[] response)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.IsEmpty)
        {
            throw SignatureErrors.SecretEmpty(Name, 0, 1);
        }

        response = [];
        ReadOnlyMemory<byte> json = body.ReadAll();
        if (JsonMember.Find(json, "event") is not "endpoint.url_validation"
            || JsonMember.Find(json, "payload", "plainToken") is not { Length: > 0 and <= MaximumTokenLength } token
            || token.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return false;
        }

        byte[] hash = HMACSHA256.HashData(secret.RevealBytes(), Encoding.UTF8.GetBytes(token));
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("plainToken", token);
            writer.WriteString("encryptedToken", Convert.ToHexStringLower(hash));
            writer.WriteEndObject();
        }

        response = buffer.WrittenSpan.ToArray();
        return true;
    }

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) =>
        SignedContent.Create($"v0:{input.Timestamp}:", input.Request.Body);
}
