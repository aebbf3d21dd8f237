using System.Text;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Damaged responses, the same ones in every run: each gives a result, and none affects the next delivery.</summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class ResponseFuzzTests(ITestOutputHelper output) : SendingTest
{
    private const int Rounds = 2_000;
    private const string Next = "the next one";

    private static readonly string[] Fragments =
        ["\r\n", "\n", "\r\n\r\n", "\0", ":", " ", "HTTP/1.1", "HTTP/1.1 100 Continue\r\n\r\n", "Content-Length: 5\r\n", "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "Retry-After: 9\r\n", "Content-Type: text/plain; charset=utf-7\r\n", "ffffffffffffffff\r\n", "0\r\n\r\n", "\t", ",", new('a', 5000)];

    private static readonly string[] Seeds =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\ntaken",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nta\r\n3\r\nken\r\n0\r\nX-Trailer: 1\r\n\r\n",
        "HTTP/1.0 200 OK\r\nServer: old\r\n\r\ntaken",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 308 Permanent Redirect\r\nLocation: http://127.0.0.1/new\r\nContent-Length: 0\r\n\r\n",
    ];

    [Fact]
    public async Task Every_damaged_response_gives_a_result()
    {
        var random = new Random(20261126);
        var mutation = new Mutation(random, Fragments);
        byte[] reply = [];
        await using var server = new ScriptedServer(async exchange =>
        {
            if (exchange.Request.BodyText is Next)
            {
                await ScriptedResponse.Ok(exchange);
                return;
            }

            await exchange.WriteAsync(reply);
            exchange.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        });
        DeliveryOptions options = Once(server.Uri) with { Timeout = TimeSpan.FromSeconds(20) };
        int rounds = 0;
        int delivered = 0;
        foreach (int round in LongForm.FuzzRounds(Rounds))
        {
            rounds++;
            reply = mutation.Of(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), maximumChanges: 4);
            DeliveryResult result = await SendAsync(options);
            Assert.True(result.IsSuccess || result.Error!.ErrorId is not ("TimedOut" or "ConnectTimedOut"), $"round {round}, {Convert.ToHexString(reply)}: {result.Error}");
            delivered += result.IsSuccess ? 1 : 0;

            // A connection that the server closes while it is used again fails the first attempt.
            Assert.Equal("taken", (await SendAsync(To(server.Uri), WebhookBody.FromText(Next))).ResponseBody);
        }

        output.WriteLine($"{rounds} responses, {delivered} of them a success.");
        Assert.InRange(delivered, rounds / 20, rounds);
    }
}
