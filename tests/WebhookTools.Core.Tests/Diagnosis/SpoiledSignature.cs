using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>
/// A signature made with one mistake or two, by the framework's own HMAC over the bytes that the mistaken
/// sender signs, and what the receiver has. Nothing here calls the code under test.
/// </summary>
internal sealed record SpoiledSignature
{
    public const string PlainSecret = "correct horse battery staple";

    public const string Timestamp = "1790000000";

    public const string Id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1790000000);

    /// <summary>What is wrong, for the test's name.</summary>
    public required string Name { get; init; }

    /// <summary>The causes that must be found, in any order.</summary>
    public required string[] Causes { get; init; }

    public string Scheme { get; init; } = "GitHub";

    public SignatureOptions Options { get; init; } = SignatureOptions.Default;

    /// <summary>The body that came.</summary>
    public byte[] Body { get; init; } = Bytes("{\"id\":7,\"ok\":true}");

    /// <summary>The body that the sender signed; null: the one that came.</summary>
    public byte[]? SignedBody { get; init; }

    /// <summary>What stands before the body in the content that the sender signed.</summary>
    public string Before { get; init; } = string.Empty;

    /// <summary>What stands behind it.</summary>
    public string After { get; init; } = string.Empty;

    /// <summary>Whether the sender signed the body at all.</summary>
    public bool SignsBody { get; init; } = true;

    /// <summary>The receiver's secret.</summary>
    public string Secret { get; init; } = PlainSecret;

    /// <summary>The sender's key; null: the secret's text.</summary>
    public byte[]? Key { get; init; }

    /// <summary>How the sender makes the signature out of key and content.</summary>
    public Func<byte[], byte[], byte[]> Algorithm { get; init; } = HMACSHA256.HashData;

    /// <summary>How the sender writes it; null: as the scheme does.</summary>
    public Func<byte[], string>? Write { get; init; }

    /// <summary>The header that the sender writes it into; null: the scheme's.</summary>
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
