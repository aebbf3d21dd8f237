using System.Net;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Deliveries with equal connection options share connections.</summary>
public sealed class ConnectionTests : SendingTest
{
    [Fact]
    public async Task Deliveries_one_after_the_other_use_one_connection()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        for (int i = 0; i < 50; i++)
        {
            // New options each time, as each command creates its own.
            ConnectionOptions connection = new() { NoProxy = true, HttpVersion = new Version(1, 1) };
            Assert.True((await SendAsync(To(server.Uri) with { Connection = connection })).IsSuccess);
        }

        Assert.Equal(50, server.Requests.Count);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task A_connection_is_used_again_after_a_failure_with_a_body()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("500 Internal Server Error", body: new string('e', 5000)), ScriptedResponse.Ok);
        await SendAsync(To(server.Uri));
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task Sixteen_at_a_time_all_arrive_each_with_its_own_body_and_id()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        DeliveryOptions options = To(server.Uri) with { Signing = Signed(new CountingScheme()) };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 400),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Canceled },
            async (number, cancellation) =>
            {
                DeliveryResult result = await Sender.SendAsync(WebhookBody.FromText($"body {number}"), options, null, cancellation);
                Assert.True(result.IsSuccess);
            });

        Assert.Equal(400, server.Requests.Select(request => request.BodyText).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(400, server.Requests.Select(request => request["X-Test-Id"]).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(server.ConnectionCount, 1, 16);
    }

    [Fact]
    public async Task HTTP2_is_used_if_it_is_requested()
    {
        await using var receiver = new CountingReceiver(Transport.Http2WithoutTls);
        DeliveryResult result = await SendAsync(Once(receiver.Uri) with { Connection = Direct with { HttpVersion = new Version(2, 0) } });
        Assert.Null(result.Error);
        Assert.Equal(204, result.StatusCode);
        Assert.Equal(1, receiver.CountOf("""{"status":"firing"}"""));
    }

    [Fact]
    public async Task A_disposed_sender_says_so()
    {
        Sender.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => SendAsync(To(new Uri("http://127.0.0.1:9/"))));
    }

    [Fact]
    public void Options_are_equal_by_value()
    {
        ConnectionOptions one = new() { Proxy = new Uri("http://p:3128"), ProxyCredential = new NetworkCredential("u", "p") };
        ConnectionOptions same = new() { Proxy = new Uri("http://p:3128"), ProxyCredential = new NetworkCredential("u", "p") };
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, one with { ProxyCredential = new NetworkCredential("u", "other") });
        Assert.NotEqual(one, one with { SkipCertificateCheck = true });
        Assert.NotEqual(one, one with { Proxy = null });
    }
}
