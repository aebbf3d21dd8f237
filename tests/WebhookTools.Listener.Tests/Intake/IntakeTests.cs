using System.Diagnostics.Metrics;
using System.Net;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Deduplication;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Protocols;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Intake;

/// <summary>The intake without a web server, as a queue or a file would call it.</summary>
public sealed class IntakeTests : IDisposable
{
    private readonly ListenerMetrics _metrics = new();
    private readonly Meter _meter = new("intake");
    private readonly MemoryJournal _journal = new();
    private readonly ManualTimeProvider _clock = new(TestListener.Start);

    public void Dispose()
    {
        _metrics.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task A_webhook_is_stored_with_what_its_transport_knows_of_it()
    {
        IntakeResult result = await ReceiveAsync(TestListener.Options, Alarm("a1"));

        Assert.Equal(200, result.Response.Status);
        Assert.Null(result.Rejection);
        Assert.Same(_journal.Single.Alerts[0], result.Accepted!.Entry.Alerts[0]);
        Assert.Equal(("id000001", "monasca", "/", "192.0.2.7", "not-required"), (_journal.Single.Id, _journal.Single.Protocol, _journal.Single.Path, _journal.Single.Remote, _journal.Single.Signature));
        Assert.Equal(TestListener.Start, _journal.Single.ReceivedAt);
    }

    [Fact]
    public async Task A_duplicate_is_acknowledged_and_not_passed_on()
    {
        WebhookIntake intake = Create(TestListener.Options, out WebhookProtocol protocol);

        IntakeResult first = await intake.ReceiveAsync(protocol, Alarm("a1"));
        IntakeResult second = await intake.ReceiveAsync(protocol, Alarm("a1"));

        Assert.NotNull(first.Accepted);
        Assert.Null(second.Accepted);
        Assert.Null(second.Rejection);
        Assert.Equal(200, second.Response.Status);
        Assert.Single(_journal.Entries);
    }

    [Fact]
    public async Task Credentials_are_checked_unless_the_transport_has_done_so()
    {
        ListenerOptions options = TestListener.Options with { Tokens = [WebhookSecret.FromText("token")] };

        IntakeResult without = await ReceiveAsync(options, Alarm("a1"));
        IntakeResult checkedBefore = await ReceiveAsync(options, Alarm("a2") with { AreCredentialsChecked = true });

        Assert.Equal((401, RejectionCause.Credentials), (without.Response.Status, without.Rejection!.Cause));
        Assert.Equal(200, checkedBefore.Response.Status);
        Assert.Single(_journal.Entries);
    }

    [Fact]
    public async Task A_rejection_says_what_was_wrong_and_keeps_the_inputs_of_a_rejected_signature()
    {
        ListenerOptions options = TestListener.Options with { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [WebhookSecret.FromText("secret")] };

        IntakeResult unsigned = await ReceiveAsync(options, Alarm("a1"));
        IntakeResult unreadable = await ReceiveAsync(TestListener.Options, Alarm("a1") with { Body = "[]"u8.ToArray() });
        _journal.IsFull = true;
        IntakeResult full = await ReceiveAsync(TestListener.Options, Alarm("a2"));

        Assert.Equal((401, RejectionCause.Signature), (unsigned.Response.Status, unsigned.Rejection!.Cause));
        Assert.Equal(SignatureVerdict.HeaderMissing, unsigned.Rejection.SignatureFailure!.Verification.Verdict);
        Assert.Equal((400, RejectionCause.Payload), (unreadable.Response.Status, unreadable.Rejection!.Cause));
        Assert.Null(unreadable.Rejection.SignatureFailure);
        Assert.Equal((503, RejectionCause.Journal), (full.Response.Status, full.Rejection!.Cause));
        Assert.Empty(_journal.Entries);
    }

    private static IncomingWebhook Alarm(string id) => new()
    {
        Path = "/",
        EscapedPath = "/",
        Headers = new SignatureHeaders(),
        Body = System.Text.Encoding.UTF8.GetBytes($$"""{"alarm_id":"{{id}}","alarm_name":"cpu","state":"ALARM"}"""),
        Remote = IPAddress.Parse("192.0.2.7"),
        ReportBase = "http://localhost",
    };

    private ValueTask<IntakeResult> ReceiveAsync(ListenerOptions options, IncomingWebhook webhook) =>
        Create(options, out WebhookProtocol protocol).ReceiveAsync(protocol, webhook);

    private WebhookIntake Create(ListenerOptions options, out WebhookProtocol protocol)
    {
        protocol = ProtocolRegistry.Create(new ProtocolContext(options with { Protocols = ["monasca"] }, _clock, _meter)).Single();
        SecretMask mask = options.CreateMask();
        return new WebhookIntake(
            _journal,
            new Deduplicator(options, _clock),
            CredentialAuthenticator.ForSenders(options),
            new SignatureAuthenticator(options, _clock),
            new JournalHeaders(options, mask),
            new JournalAddress(options, mask),
            new RateLimitPolicy(options, _clock),
            new ListenerCounters(_metrics),
            new ThrottledLog(new ListenerLog(callback: null, mask, _clock), _clock),
            _clock);
    }
}
