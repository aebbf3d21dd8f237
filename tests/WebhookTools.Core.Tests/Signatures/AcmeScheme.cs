using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>
/// A scheme outside the product, with headers for the id and the timestamp, a challenge, and no header whose name starts with
/// <c>X-</c>. It needs this file and its registration, and nothing else.
/// </summary>
internal sealed class AcmeScheme() : HeaderScheme(
    "Acme",
    "Acme: HMAC-SHA256 of the id, timestamp and body",
    new HeaderLayout(SignatureName) { Prefix = "a1=", TimestampName = "Acme-Time", IdName = IdName, EventName = "Acme-Event" },
    HmacAlgorithm.Sha256)
{
    public const string SignatureName = "Acme-Signature";
    public const string IdName = "Acme-Message";
    public const string AttemptName = "Acme-Attempt";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RecordedHeaderNames => [.. base.RecordedHeaderNames, AttemptName];

    /// <inheritdoc/>
    public override TimeSpan? DefaultTolerance => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override bool TryAnswerChallenge(WebhookBody body, WebhookSecret secret, out byte[] response)
    {
        bool isChallenge = body.ReadAll().Span.SequenceEqual("\"are you there\""u8);
        response = isChallenge ? "\"I am\""u8.ToArray() : [];
        return isChallenge;
    }

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) =>
        SignedContent.Create($"{input.Id}|{input.Timestamp}|", input.Request.Body);
}
