using System.Text;
using System.Text.Json;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Protocols;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Protocols;

/// <summary>A class and a registration each are enough to add a scheme and a protocol.</summary>
public sealed class AddedProtocolTests
{
    private static readonly WebhookSecret Secret = WebhookSecret.FromText("acme's secret");

    private static readonly ProtocolRegistration Registration = new(AcmeProtocol.ProtocolName, _ => new AcmeProtocol());

    private static ListenerOptions WithAcme(ListenerOptions options) => options with
    {
        AvailableProtocols = [.. ProtocolRegistry.All, Registration],
        Protocols = [AcmeProtocol.ProtocolName],
        Scheme = SignatureSchemes.Get("Acme"),
        Secrets = [Secret],
    };

    [Fact]
    public async Task A_signed_webhook_of_an_added_protocol_is_verified_journaled_and_shown()
    {
        using IDisposable added = SignatureSchemes.Add(new AcmeScheme());
        await using TestListener listener = await TestListener.StartAsync(WithAcme);
        const string Body = """{"build":"main #7"}""";

        await ResponseAssert.EqualAsync(await listener.PostAsync("/acme/builds", Body, Signed(Body)), 202, """{"received":"d-1"}""");
        await ResponseAssert.EqualAsync(await listener.PostAsync("/acme/builds", Body, Signed(Body)), 202, """{"received":"d-1"}""");

        JournalEntry entry = listener.Journal.Single;
        Assert.Equal(("acme", "verified", "build.failed"), (entry.Protocol, entry.Signature, entry.Event));
        Assert.Equal(Body, Encoding.UTF8.GetString(entry.Body.Span));
        Assert.Equal("d-1", entry.Headers.Single(header => string.Equals(header.Key, "Acme-Delivery", StringComparison.OrdinalIgnoreCase)).Value);
        Assert.Contains(entry.Headers, header => string.Equals(header.Key, "Acme-Event", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(entry.Headers, header => string.Equals(header.Key, "Acme-Signature", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(entry.Headers, header => string.Equals(header.Key, "Acme-Other", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(1, listener.Listener.Statistics.Duplicates);

        using HttpResponseMessage live = await listener.GetAsync("/live/alerts");
        using var page = JsonDocument.Parse(await live.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        JsonElement alert = Assert.Single(page.RootElement.GetProperty("alerts").EnumerateArray());
        Assert.Equal("build.failed", alert.GetProperty("event").GetString());
        Assert.Equal("d-1", alert.GetProperty("fingerprint").GetString());
        Assert.Equal("main #7", alert.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_wrong_signature_is_rejected_in_the_protocols_format()
    {
        using IDisposable added = SignatureSchemes.Add(new AcmeScheme());
        await using TestListener listener = await TestListener.StartAsync(WithAcme);

        await ResponseAssert.EqualAsync(await listener.PostAsync("/acme/builds", "{}", Signed("[]")), 403, "no");

        Assert.Empty(listener.Journal.Entries);
        Assert.Equal(1, listener.Listener.Statistics.Unauthorized);
    }

    [Fact]
    public async Task A_challenge_of_an_added_scheme_is_answered()
    {
        using IDisposable added = SignatureSchemes.Add(new AcmeScheme());
        await using TestListener listener = await TestListener.StartAsync(WithAcme);

        await ResponseAssert.EqualAsync(await listener.PostAsync("/acme/builds", "\"hello?\"", Signed("\"hello?\"")), 200, "\"hello!\"");

        Assert.Empty(listener.Journal.Entries);
    }

    [Fact]
    public async Task An_added_protocol_is_unknown_without_its_registration()
    {
        using IDisposable added = SignatureSchemes.Add(new AcmeScheme());

        WebhookException error = await Assert.ThrowsAsync<WebhookException>(() => TestListener.StartAsync(options => WithAcme(options) with { AvailableProtocols = ProtocolRegistry.All }));

        Assert.Equal("ProtocolUnknown", error.ErrorId);
    }

    private static (string Name, string Value)[] Signed(string body)
    {
        SignatureScheme scheme = SignatureSchemes.Get("Acme");
        SignatureResult signed = scheme.Sign(new SignatureRequest { Body = WebhookBody.FromText(body) }, [Secret], SignatureOptions.Default, TimeProvider.System, SystemRandomSource.Instance);
        return [.. signed.Headers.Select(header => (header.Key, header.Value)), ("Acme-Delivery", "d-1"), ("Acme-Event", "build.failed"), ("Acme-Other", "x")];
    }

    private sealed class AcmeScheme() : HeaderScheme("Acme", "Acme: HMAC-SHA256 of the body", new HeaderLayout("Acme-Signature") { EventName = "Acme-Event" }, HmacAlgorithm.Sha256)
    {
        public override string? IdHeaderName => "Acme-Delivery";

        public override bool TryAnswerChallenge(WebhookBody body, WebhookSecret secret, out byte[] response)
        {
            response = "\"hello!\""u8.ToArray();
            return body.ReadAll().Span.SequenceEqual("\"hello?\""u8);
        }
    }

    private sealed class AcmeProtocol : WebhookProtocol
    {
        public const string ProtocolName = "acme";

        public override string Name => ProtocolName;

        public override IReadOnlyList<string> Paths { get; } = ["/acme/builds"];

        public override WebhookResponse InvalidSignature(SignatureVerification verification) => WebhookResponse.Text(403, "no");

        public override WebhookReading Read(IncomingWebhook webhook)
        {
            using JsonDocument? document = JsonBody.TryParseObject(webhook.Body, out string error);
            if (document is null)
            {
                return WebhookReading.BadRequest(error);
            }

            string delivery = webhook.Header("Acme-Delivery");
            var alert = new WebhookAlert
            {
                Id = webhook.AlertId(0),
                ReceivedAt = webhook.ReceivedAt,
                Protocol = ProtocolName,
                Event = webhook.Header("Acme-Event"),
                Fingerprint = delivery,
                Name = JsonMembers.Text(document.RootElement, "build"),
            };
            return WebhookReading.Accepted(WebhookResponse.Json(202, Encoding.UTF8.GetBytes($$"""{"received":"{{delivery}}"}""")), [alert], alert.Event);
        }
    }
}
