using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Hosting;

/// <summary>An alert, from a running listener or from the journal, includes its request, so that its signature can be verified and the request resent.</summary>
public sealed class KeptRequestTests
{
    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{ \"a\" : 1.50 }\n")]
    [InlineData("\uFEFF{\n  \"a\": 1\n}\r\n")]
    [InlineData("[{\"name\":\"x\"},{\"name\":\"y\"}]")]
    public async Task The_headers_target_and_body_are_the_received_ones(string body)
    {
        (WebhookAlert[] received, WebhookAlert[] journaled) = await PostAsync("/hooks/a%20b?x=1&y=%2f", body, options => options, ("X-Event", "e"), ("Authorization", "Bearer hidden"));

        Assert.Equal(received.Select(alert => alert.Id), journaled.Select(alert => alert.Id), StringComparer.Ordinal);
        foreach (WebhookAlert[] alerts in new[] { received, journaled })
        {
            CapturedRequest request = alerts[0].GetRequest()!;
            Assert.All(alerts, alert => Assert.Same(request, alert.GetRequest()));
            Assert.Equal(body, Encoding.UTF8.GetString(request.Body!.ReadAll().Span), ignoreCase: false);
            Assert.Equal("POST", request.Method);
            Assert.Equal("/hooks/a%20b?x=1&y=%2f", request.Uri!.PathAndQuery);
            Assert.Equal("http", request.Uri.Scheme);
            Assert.True(request.TryGetHeader("X-Event", out string kind));
            Assert.Equal("e", kind);
            Assert.True(request.TryGetHeader("Authorization", out string credential));
            Assert.Equal("***", credential);
            Assert.Contains(request.Notes, note => note.Contains("masks secret headers", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("?token=abc&x=1", "token=***&x=1")]
    [InlineData("?x=1&X-Signature=00&sig=00&API_KEY=k", "x=1&X-Signature=***&sig=***&API_KEY=***")]
    [InlineData("?q=the+listener%27s%20secret", "***")]
    [InlineData("?bodySHA256=00&a=%2F&&b", "bodySHA256=00&a=%2F&&b")]
    [InlineData("?", null)]
    public async Task Secrets_in_a_query_are_masked_and_the_rest_is_unchanged(string query, string? kept)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tokens = [WebhookSecret.FromText("listener's secret")] });
        using HttpResponseMessage response = await listener.PostAsync("/hook" + query, "{}", ("Authorization", "Bearer listener's secret"));

        Assert.Equal(200, (int)response.StatusCode);
        JournalEntry entry = Assert.Single(listener.Journal.Entries);
        Assert.Equal(kept, entry.Query);
        Assert.Equal("/hook", entry.Path);
    }

    [Fact]
    public void Names_are_decoded_before_they_are_checked()
    {
        var webhook = new IncomingWebhook { Path = "/hook", EscapedPath = "/hook", Query = "to%6Ben=abc&%=1", Headers = new SignatureHeaders(), Body = default, ReportBase = "http://localhost" };

        Assert.Equal("to%6Ben=***&%=1", new JournalAddress(TestListener.Options, TestListener.Options.CreateMask()).QueryOf(webhook));
    }

    [Fact]
    public async Task A_masked_query_is_noted()
    {
        (WebhookAlert[] received, WebhookAlert[] journaled) = await PostAsync("/hook?token=abc", "{}", options => options);

        Assert.All([received[0], journaled[0]], alert =>
        {
            Assert.Contains(alert.GetRequest()!.Notes, note => note.Contains("query", StringComparison.Ordinal));
            Assert.DoesNotContain("abc", alert.GetRequest()!.Uri!.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Square", "/hook?tenant=7")]
    [InlineData("HubSpotV3", "/hook?tenant=7")]
    [InlineData("Square", "/hook")]
    public async Task The_signature_of_an_address_can_be_verified_again(string name, string target)
    {
        SignatureScheme scheme = SignatureSchemes.Get(name);
        WebhookSecret secret = scheme.NewSecret(SystemRandomSource.Instance);
        var address = new Uri("https://hooks.example.com/prefix");
        SignatureResult signed = scheme.Sign(
            new SignatureRequest { Body = WebhookBody.FromText("{\"a\":1}"), Uri = new Uri(address.AbsoluteUri + target), Timestamp = TimeProvider.System.GetUtcNow() },
            [secret],
            SignatureOptions.Default,
            TimeProvider.System,
            SystemRandomSource.Instance);

        (WebhookAlert[] received, WebhookAlert[] journaled) = await PostAsync(
            target,
            "{\"a\":1}",
            options => options with { Scheme = scheme, Secrets = [secret], BaseUri = address },
            [.. signed.Headers.Select(header => (header.Key, header.Value))]);

        foreach (WebhookAlert alert in new[] { received[0], journaled[0] })
        {
            CapturedRequest request = alert.GetRequest()!;
            Assert.Equal(address.AbsoluteUri + target, request.Uri!.AbsoluteUri);
            SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(request.ToSignatureRequest(), request.ToSignatureHeaders(), [secret], new DiagnosisOptions { Scheme = scheme }, TimeProvider.System);
            Assert.True(diagnosis.IsValid, diagnosis.Cause);
        }
    }

    /// <summary>Posts one webhook. Returns the alerts that a follower receives and those that are read from the journal.</summary>
    private static async Task<(WebhookAlert[] Received, WebhookAlert[] Journaled)> PostAsync(string target, string body, Func<ListenerOptions, ListenerOptions> change, params (string Name, string Value)[] headers)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("webhook.log");
        ListenerOptions options = change(TestListener.Options) with { Journal = new JournalOptions { Path = path } };
        WebhookAlert[] received;
        await using (WebhookListener listener = await WebhookListener.StartAsync(options, TimeProvider.System, log: null, Canceled))
        {
            IAsyncEnumerable<WebhookAlert> alerts = listener.FollowAsync(onMissed: null, Canceled);
            using var client = new HttpClient { BaseAddress = listener.Uri };
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new StringContent(body) };
            foreach ((string name, string value) in headers)
            {
                Assert.True(request.Headers.TryAddWithoutValidation(name, value));
            }

            using HttpResponseMessage response = await client.SendAsync(request, Canceled);
            Assert.Equal(200, (int)response.StatusCode);
            await listener.StopAsync(Canceled);
            received = await alerts.ToArrayAsync(Canceled);
        }

        return (received, await JournalReader.ReadAsync(path, AlertQuery.All, onDamaged: null, Canceled).ToArrayAsync(Canceled));
    }
}
