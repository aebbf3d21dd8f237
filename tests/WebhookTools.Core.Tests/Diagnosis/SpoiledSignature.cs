using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>
/// A signature with one or two mistakes, computed by the framework over the bytes that the faulty sender signs, and the
/// request that the receiver sees. Nothing here calls the code under test.
/// </summary>
internal sealed record SpoiledSignature
{
    public const string PlainSecret = "correct horse battery staple";

    public const string Timestamp = "1790000000";

    public const string Id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1790000000);

    /// <summary>The mistake, for the name of the test.</summary>
    public required string Name { get; init; }

    /// <summary>The expected causes, in any order.</summary>
    public required string[] Causes { get; init; }

    public string Scheme { get; init; } = "GitHub";

    public SignatureOptions Options { get; init; } = SignatureOptions.Default;

    /// <summary>The received body.</summary>
    public byte[] Body { get; init; } = Bytes("{\"id\":7,\"ok\":true}");

    /// <summary>The body that the sender signed. Null means the received one.</summary>
    public byte[]? SignedBody { get; init; }

    /// <summary>The signed content before the body.</summary>
    public string Before { get; init; } = string.Empty;

    /// <summary>The signed content after the body.</summary>
    public string After { get; init; } = string.Empty;

    /// <summary>True if the sender signed the body.</summary>
    public bool SignsBody { get; init; } = true;

    /// <summary>The receiver's secret.</summary>
    public string Secret { get; init; } = PlainSecret;

    /// <summary>The sender's key. Null means the text of the secret.</summary>
    public byte[]? Key { get; init; }

    /// <summary>Computes the sender's signature from the key and the content.</summary>
    public Func<byte[], byte[], byte[]> Algorithm { get; init; } = HMACSHA256.HashData;

    /// <summary>Writes the signature as the sender does. Null means the format of the scheme.</summary>
    public Func<byte[], string>? Write { get; init; }

    /// <summary>The sender's signature header. Null means the header of the scheme.</summary>
    public string? HeaderName { get; init; }

    public Dictionary<string, string> OtherHeaders { get; init; } = new(StringComparer.Ordinal);

    public Uri? Uri { get; init; }

    public DateTimeOffset ReceivedAt { get; init; } = Now;

    public byte[] SignedContent => SignsBody ? [.. Bytes(Before), .. SignedBody ?? Body, .. Bytes(After)] : [.. Bytes(Before), .. Bytes(After)];

    public byte[] SenderKey => Key ?? Bytes(Secret);

    public byte[] Signature => Algorithm(SenderKey, SignedContent);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    public static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    public SignatureRequest ToRequest() => new() { Body = WebhookBody.FromBytes(Body), Uri = Uri };

    public SignatureHeaders ToHeaders()
    {
        byte[] signature = Signature;
        var headers = new SignatureHeaders();
        (string name, string value) = Scheme switch
        {
            "GitHub" => ("X-Hub-Signature-256", "sha256=" + Hex(signature)),
            "Shopify" => ("X-Shopify-Hmac-SHA256", Base64(signature)),
            "Stripe" => ("Stripe-Signature", $"t={Timestamp},v1={Hex(signature)}"),
            "Slack" => ("X-Slack-Signature", "v0=" + Hex(signature)),
            "StandardWebhooks" => ("webhook-signature", "v1," + Base64(signature)),
            "GitLabToken" => ("X-Gitlab-Token", string.Empty),
            _ => ("X-Signature", Hex(signature)),
        };
        headers.Add(HeaderName ?? name, Write?.Invoke(signature) ?? value);
        if (Scheme is "Slack")
        {
            headers.Add("X-Slack-Request-Timestamp", Timestamp);
        }

        if (Scheme is "StandardWebhooks")
        {
            headers.Add("webhook-id", Id);
            headers.Add("webhook-timestamp", Timestamp);
        }

        foreach ((string other, string text) in OtherHeaders)
        {
            headers.Add(other, text);
        }

        return headers;
    }

    public SignatureDiagnosis Diagnose(DiagnosisOptions? options = null) => SignatureDiagnoser.Diagnose(
        ToRequest(),
        ToHeaders(),
        [WebhookSecret.FromText(Secret)],
        (options ?? DiagnosisOptions.Default) with { Scheme = SignatureSchemes.Get(Scheme), SignatureOptions = Options },
        new ManualTimeProvider(ReceivedAt));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}: {Name}");
}
