using System.Text;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

public sealed class ReplayTests : SendingTest
{
    private const string Message =
        "PUT /in?x=1 HTTP/1.1\r\nHost: hooks.example.com\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "Content-Length: 13\r\nUser-Agent: Sender/1\r\nX-GitHub-Event: push\r\nX-Twice: a\r\nX-Twice: b\r\nAuthorization: Bearer old\r\n"
        + "X-Hub-Signature-256: sha256=00\r\nX-Hub-Signature: sha1=00\r\nWebhook-Id: msg_1\r\n\r\n { \"a\":1 }\r\n ";

    private static readonly Uri Elsewhere = new("https://elsewhere.example.com/in");

    private static readonly WebhookSecret Secret = WebhookSecret.FromText("s");

    [Fact]
    public async Task A_captured_request_is_sent_again_byte_for_byte()
    {
        ReceivedRequest received = await ReplayAsync(CapturedRequestParser.Parse(Message));

        Assert.Equal(" { \"a\":1 }\r\n ", received.BodyText);
        Assert.StartsWith("PUT /hook ", received.RequestLine, StringComparison.Ordinal);
        Assert.Equal("text/plain; charset=utf-8", received["Content-Type"]);
        Assert.Equal("Sender/1", received["User-Agent"]);
        Assert.Equal("push", received["X-GitHub-Event"]);
        Assert.Equal("sha256=00", received["X-Hub-Signature-256"]);
        Assert.Null(received["X-Hop"]);
    }

    [Fact]
    public void Signed_anew_it_carries_no_old_signature_and_keeps_its_id()
    {
        DeliveryOptions options = Replay.Apply(CapturedRequestParser.Parse(Message), To(Elsewhere) with { Signing = new SigningOptions { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [Secret] } });

        options.Validate();
        Assert.Equal("msg_1", options.Id);
        Assert.DoesNotContain(options.Headers, header => header.Key.Contains("Signature", StringComparison.OrdinalIgnoreCase) || header.Key.Equals("Webhook-Id", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Signed_anew_it_is_valid_where_it_arrives()
    {
        CapturedRequest captured = CapturedRequestParser.Parse(Message);

        ReceivedRequest received = await ReplayAsync(captured, options => options with { Signing = new SigningOptions { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [Secret] } });

        var headers = new SignatureHeaders();
        headers.Add("X-Hub-Signature-256", received["X-Hub-Signature-256"]!);
        Assert.True(SignatureSchemes.Get("GitHub").Verify(captured.ToSignatureRequest(), headers, [Secret], SignatureOptions.Default, TimeProvider.System).IsValid);
        Assert.Null(received["X-Hub-Signature"]);
    }

    [Fact]
    public void Its_credentials_go_to_the_host_that_they_were_for_and_to_no_other()
    {
        CapturedRequest captured = CapturedRequestParser.Parse(Message);

        Assert.Contains(Replay.Apply(captured, To(new Uri("https://hooks.example.com/other"))).Headers, header => header.Key is "Authorization");
        Assert.DoesNotContain(Replay.Apply(captured, To(Elsewhere)).Headers, header => header.Key is "Authorization");
        Assert.DoesNotContain(Replay.Apply(captured, To(new Uri("http://hooks.example.com/in"))).Headers, header => header.Key is "Authorization");
        Assert.DoesNotContain(
            Replay.Apply(captured, To(new Uri("https://hooks.example.com/in")) with { Credential = DeliveryCredential.Bearer(Secret) }).Headers,
            header => header.Key is "Authorization");
    }

    [Fact]
    public void What_is_given_goes_before_what_was_captured()
    {
        DeliveryOptions options = Replay.Apply(CapturedRequestParser.Parse(Message), To(Elsewhere) with { Headers = [new("user-agent", "Mine/2")] }, "POST");

        Assert.Equal("POST", options.Method);
        Assert.Equal("Mine/2", Assert.Single(options.Headers, header => header.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)).Value);
        Assert.Equal(2, options.Headers.Count(header => header.Key is "X-Twice"));
    }

    [Fact]
    public void What_a_journal_masked_or_cut_is_not_sent()
    {
        CapturedRequest captured = CapturedRequestParser.Parse(
            """{"id":"1","receivedAt":"2026-11-21T12:00:00Z","protocol":"generic","path":"/hook","headers":{"X-Api-Token":"***","X-Long":"aaa…","X-Kept":"1"},"alerts":[],"body":{"a":1},"bodyTail":"\n"}""");

        Assert.Equal(["X-Kept"], Replay.Apply(captured, To(Elsewhere)).Headers.Select(header => header.Key).ToArray());
        Assert.Equal("{\"a\":1}\n", Encoding.UTF8.GetString(Replay.BodyOf(captured).ReadAll().Span));
    }

    [Theory]
    [InlineData("> POST /in HTTP/1.1\n> Host: example.com\n> Content-Length: 2\n>\n")]
    [InlineData("""{"id":"1","receivedAt":"2026-11-21T12:00:00Z","protocol":"generic","path":"/hook","alerts":[],"bodyLength":300000,"bodyBase64":"AA=="}""")]
    public void Without_its_body_it_cannot_be_sent_again(string capture) =>
        Assert.Equal("CaptureBodyNotThere", Assert.Throws<CaptureException>(() => Replay.BodyOf(CapturedRequestParser.Parse(capture))).ErrorId);

    private async Task<ReceivedRequest> ReplayAsync(CapturedRequest captured, Func<DeliveryOptions, DeliveryOptions>? change = null)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        DeliveryOptions options = Once(server.Uri);
        DeliveryResult result = await SendAsync(Replay.Apply(captured, change?.Invoke(options) ?? options), Replay.BodyOf(captured));
        Assert.True(result.IsSuccess);
        return Assert.Single(server.Requests);
    }
}
