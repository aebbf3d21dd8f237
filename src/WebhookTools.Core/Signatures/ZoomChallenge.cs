using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Signatures;

/// <summary>
/// Zoom's check of a receiver, <c>endpoint.url_validation</c>: it sends a token and wants it back with
/// the token's HMAC. Source: Zoom's documentation, Using webhooks, Validate your webhook endpoint.
/// </summary>
public static class ZoomChallenge
{
    private const int MaximumTokenLength = 128;

    /// <summary>
    /// The characters of Zoom's tokens. A colon is none of them: whoever could have <c>v0:time:body</c>
    /// signed as a token would have the signature of a webhook.
    /// </summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("-_+/=.ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>
    /// Makes the reply, to be sent with status 200 as <c>application/json</c>, if the body is a
    /// challenge. Verify the request's signature first: Zoom signs its challenges too.
    /// </summary>
    /// <param name="body">The request's body.</param>
    /// <param name="secret">The app's secret token.</param>
    /// <param name="reply">The reply's bytes, or empty.</param>
    /// <returns>Whether it is a challenge with a token that can be answered.</returns>
    /// <exception cref="SignatureException">The secret is empty.</exception>
    public static bool TryAnswer(WebhookBody body, WebhookSecret secret, out byte[] reply)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.IsEmpty)
        {
            throw SignatureErrors.SecretEmpty("Zoom", 0, 1);
        }

        reply = [];
        ReadOnlyMemory<byte> json = body.ReadAll();
        if (JsonMember.Find(json, "event") is not "endpoint.url_validation"
            || JsonMember.Find(json, "payload", "plainToken") is not { Length: > 0 and <= MaximumTokenLength } token
            || token.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return false;
        }

        byte[] hash = HMACSHA256.HashData(secret.RevealBytes(), Encoding.UTF8.GetBytes(token));
        reply = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["plainToken"] = token,
            ["encryptedToken"] = Convert.ToHexStringLower(hash),
        });
        return true;
    }
}
