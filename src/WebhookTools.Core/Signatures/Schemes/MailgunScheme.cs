using System.Text.Encodings.Web;
using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Payloads.Rewriting;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>
/// Source: Mailgun's documentation, Securing webhooks. The signature is in the body: in the member <c>signature</c> of the
/// JSON, or in the fields of a form. It covers only the timestamp and a token, so a receiver must remember the tokens, which
/// are returned as the id, to detect a replay.
/// </summary>
internal sealed class MailgunScheme() : SchemeTemplate(
    "Mailgun",
    "Mailgun: HMAC-SHA256 of timestamp and token, in the body; the rest of the body is not covered")
{
    private const string Container = "signature";
    private const string TimestampName = "timestamp";
    private const string TokenName = "token";
    private const string SignatureName = "signature";
    private const int TokenByteCount = 25;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Empty, because the signature is in the body.</summary>
    public override IReadOnlyList<string> HeaderNames => [];

    /// <inheritdoc/>
    public override bool CoversBody => false;

    /// <inheritdoc/>
    protected override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => HmacAlgorithm.Sha256;

    /// <inheritdoc/>
    protected override bool SignsId(SignatureOptions options) => true;

    /// <inheritdoc/>
    protected override bool SignsTime(SignatureOptions options) => true;

    /// <inheritdoc/>
    protected override string CreateId(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[TokenByteCount];
        random.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => SignedContent.Create(input.Timestamp + input.Id, body: null);

    /// <inheritdoc/>
    protected override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        const string Place = "body field";
        ReadOnlyMemory<byte> body = request.Body.ReadAll();
        (string? timestamp, string? token, string? signature) = FormParameters.IsForm(request, body.Span) ? ReadForm(body.Span) : ReadJson(body);
        byte[] bytes = new byte[HmacAlgorithm.Sha256.SignatureLength];
        string expected = SignatureText.Describe(bytes.Length, SignatureEncoding.Hex);
        if (signature is null)
        {
            return ReceivedSignature.Missing(SignatureName, expected, Place);
        }

        if (!SignatureText.TryDecode(signature, SignatureEncoding.Hex, bytes))
        {
            return ReceivedSignature.Malformed(SignatureName, SignatureText.DescribeLength(signature.Length), expected, Place);
        }

        if (string.IsNullOrEmpty(token))
        {
            return ReceivedSignature.Missing(TokenName, "the message token", Place);
        }

        var received = new ReceivedSignature { Signatures = bytes, Id = token };
        return timestamp is null
            ? ReceivedSignature.Missing(TimestampName, SignedTimestamp.Describe(TimestampUnit), Place)
            : received.WithTimestamp(timestamp, TimestampName, TimestampUnit, Place);
    }

    /// <inheritdoc/>
    protected override FormattedSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets)
    {
        string value = SignatureText.Encode(signatures[0], SignatureEncoding.Hex);
        return new FormattedSignature([], value) { Body = WriteBody(input, value) };
    }

    private static (string? Timestamp, string? Token, string? Signature) ReadJson(ReadOnlyMemory<byte> body) =>
        (JsonMember.Find(body, Container, TimestampName), JsonMember.Find(body, Container, TokenName), JsonMember.Find(body, Container, SignatureName));

    private static (string? Timestamp, string? Token, string? Signature) ReadForm(ReadOnlySpan<byte> body)
    {
        List<(byte[] Name, byte[] Value)> parameters = FormParameters.Parse(body);
        return (FormParameters.Find(parameters, "timestamp"u8), FormParameters.Find(parameters, "token"u8), FormParameters.Find(parameters, "signature"u8));
    }

    /// <summary>Writes the signature as the first member, followed by the other members unchanged.</summary>
    private WebhookBody WriteBody(in SignatureInput input, string value)
    {
        using JsonDocument document = ParseObject(input.Request.Body.ReadAll());
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Container);
            writer.WriteString(TimestampName, input.Timestamp);
            writer.WriteString(TokenName, input.Id);
            writer.WriteString(SignatureName, value);
            writer.WriteEndObject();
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                if (!member.NameEquals(Container))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return WebhookBody.FromBytes(stream.ToArray());
    }

    private JsonDocument ParseObject(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw SignatureErrors.SignedBodyNotObject(Name, exception);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw SignatureErrors.SignedBodyNotObject(Name);
        }

        return document;
    }
}
