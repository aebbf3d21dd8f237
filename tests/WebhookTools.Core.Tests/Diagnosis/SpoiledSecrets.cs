using System.Text;
using static WebhookTools.Core.Tests.Diagnosis.SpoiledSignature;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>A sender's key that differs from the key of the receiver's secret.</summary>
internal static class SpoiledSecrets
{
    private const string Encoded = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static IEnumerable<SpoiledSignature> All =>
    [
        Secret("a line feed after the receiver's", "secret.white-space-trimmed", receiver: PlainSecret + "\n", sender: Bytes(PlainSecret)),
        Secret("a space before the receiver's", "secret.white-space-trimmed", receiver: " " + PlainSecret, sender: Bytes(PlainSecret)),
        Secret("a line feed after the sender's", "secret.newline-added", receiver: PlainSecret, sender: Bytes(PlainSecret + "\n")),
        Secret("CRLF after the sender's", "secret.newline-added", receiver: PlainSecret, sender: Bytes(PlainSecret + "\r\n")),
        Secret("quotes around the receiver's", "secret.quotes-removed", receiver: "\"" + PlainSecret + "\"", sender: Bytes(PlainSecret)),
        Secret("quotes around the sender's", "secret.quotes-added", receiver: PlainSecret, sender: Bytes("\"" + PlainSecret + "\"")),
        Secret("single quotes around the sender's", "secret.quotes-added", receiver: PlainSecret, sender: Bytes("'" + PlainSecret + "'")),
        Secret("URL encoding in the receiver's", "secret.url-decoded", receiver: "a%2Bb%3D", sender: Bytes("a+b=")),
        Secret("base64-decoded by the sender", "secret.base64-decoded", receiver: Encoded, sender: Convert.FromBase64String(Encoded)),
        Secret("hex-decoded by the sender", "secret.hex-decoded", receiver: "00ff10aa77", sender: [0x00, 0xff, 0x10, 0xaa, 0x77]),
        Secret("empty at the sender", "secret.empty", receiver: PlainSecret, sender: []),
        Secret("base64-encoded by the sender", "secret.base64-encoded", receiver: PlainSecret, sender: Bytes(Convert.ToBase64String(Bytes(PlainSecret)))),
        Secret("UTF-16 at the sender", "secret.utf-16", receiver: PlainSecret, sender: Encoding.Unicode.GetBytes(PlainSecret)),
        Stripe("the prefix omitted by the sender", "secret.prefix-removed", receiver: "whsec_" + Encoded, sender: Bytes(Encoded)),
        Stripe("the prefix omitted by the receiver", "secret.prefix-added", receiver: Encoded, sender: Bytes("whsec_" + Encoded)),
        Stripe("base64-decoded after the prefix", "secret.base64-decoded", receiver: "whsec_" + Encoded, sender: Convert.FromBase64String(Encoded)),
        Standard("used as text with its prefix", "secret.used-as-text", receiver: "whsec_" + Encoded, sender: Bytes("whsec_" + Encoded)),
        Standard("used as text without its prefix", "secret.used-as-text", receiver: "whsec_" + Encoded, sender: Bytes(Encoded)),
        Standard("pasted with its version", "secret.versioned-prefix-removed", receiver: "v1,whsec_" + Encoded, sender: Convert.FromBase64String(Encoded)),
        Standard("pasted with a line ending", "secret.white-space-trimmed", receiver: "whsec_" + Encoded + "\r\n", sender: Convert.FromBase64String(Encoded)),
        Standard("pasted in quotes", "secret.quotes-removed", receiver: "'whsec_" + Encoded + "'", sender: Convert.FromBase64String(Encoded)),
    ];

    private static SpoiledSignature Secret(string name, string cause, string receiver, byte[] sender) =>
        new() { Name = "the secret: " + name, Causes = [cause], Secret = receiver, Key = sender };

    private static SpoiledSignature Stripe(string name, string cause, string receiver, byte[] sender) =>
        Secret(name, cause, receiver, sender) with { Scheme = "Stripe", Before = Timestamp + "." };

    private static SpoiledSignature Standard(string name, string cause, string receiver, byte[] sender) =>
        Secret(name, cause, receiver, sender) with { Scheme = "StandardWebhooks", Before = $"{Id}.{Timestamp}." };
}
