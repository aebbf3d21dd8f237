using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Tests.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>What the receiver gets verifies, whatever part of the request the scheme writes to.</summary>
public sealed class SchemesOnTheWireTests : SendingTest
{
    public static TheoryData<string> Names => SchemeSample.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_arrives_verifies(string name)
    {
        SignatureScheme scheme = SignatureSchemes.Get(name);
        WebhookSecret secret = SchemeSample.NewSecret(name);
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        DeliveryOptions options = Once(server.Uri) with
        {
            Signing = new SigningOptions { Scheme = scheme, Secrets = [secret], Options = SchemeSample.Options(name) },
            Id = "msg_2024",
            Event = "job.completed",
            ContentType = name is "Twilio" or "Mandrill" ? "application/x-www-form-urlencoded" : "application/json",
        };
        Assert.True((await SendAsync(options, SchemeSample.Body(name))).IsSuccess);

        ReceivedRequest request = Assert.Single(server.Requests);
        var received = new SignatureRequest
        {
            Body = WebhookBody.FromBytes(request.Body),
            Uri = new Uri(server.Uri, request.RequestLine.Split(' ')[1]),
            Id = options.Id,
            Event = options.Event,
            ContentType = request["Content-Type"],
        };
        var headers = new SignatureHeaders();
        foreach (string line in request.Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            headers.Add(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        }

        // Linear signs the time that its body holds.
        var clock = new ManualTimeProvider(name is "Linear" ? SchemeSample.Now : Clock.GetUtcNow());
        SignatureVerification verification = scheme.Verify(received, headers, [scheme.GetVerificationSecret(secret)], SchemeSample.Options(name), clock);
        Assert.True(verification.IsValid, $"{name}: {verification.Reason}");
    }

    [Theory]
    [InlineData("Twilio")]
    [InlineData("Mailgun")]
    public async Task A_scheme_that_writes_into_the_request_sends_what_it_signed_at_each_attempt(string name)
    {
        SignatureScheme scheme = SignatureSchemes.Get(name);
        WebhookSecret secret = SchemeSample.NewSecret(name);
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable"), ScriptedResponse.Ok);
        DeliveryOptions options = To(server.Uri) with { Signing = new SigningOptions { Scheme = scheme, Secrets = [secret] } };
        Assert.True((await SendAsync(options)).IsSuccess);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.True(
            name is "Twilio"
                ? request.RequestLine.Split("bodySHA256=").Length == 2
                : request.BodyText.Split("\"signature\":").Length == 3,
            request.RequestLine + request.BodyText));
    }
}
