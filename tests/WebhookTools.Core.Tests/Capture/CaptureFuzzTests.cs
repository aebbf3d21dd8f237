using System.Text;
using WebhookTools.Core.Capture;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Capture;

/// <summary>Reads damaged captures with a fixed random seed. Each one is read or fails with a <see cref="CaptureException"/>.</summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class CaptureFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 20_000;

    private static readonly string[] Fragments =
        ["\r\n", "\n", "\r\n\r\n", "\0", ":", " ", "HTTP/1.1", "Content-Length: 5\r\n", "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n", "0\r\n\r\n", "> ", "< ", "* ", "=> Send data, 5 bytes (0x5)\n", "0000: ", "{", "}", "[", "\"", "\\", "null", "1e400", "\uFEFF", new('a', 5000)];

    private static readonly string[] Seeds =
    [
        "POST /hook?a=b HTTP/1.1\r\nHost: example.org\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=00\r\nContent-Length: 13\r\n\r\n{\"hello\":\"é\"}",
        "POST /hook HTTP/1.1\r\nHost: example.org\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
        "X-Hub-Signature-256: sha256=00\r\nContent-Type: application/json\r\n",
        "*   Trying 127.0.0.1:80...\n> POST /hook HTTP/1.1\r\n> Host: localhost\r\n> Content-Length: 2\r\n>\r\n< HTTP/1.1 200 OK\r\n<\r\n",
        "== Info: Connected to localhost\n=> Send header, 58 bytes (0x3a)\n0000: POST /hook HTTP/1.1\n0015: Host: localhost\n0026: Content-Length: 2\n0039: \n=> Send data, 2 bytes (0x2)\n0000: {}\n<= Recv header, 17 bytes (0x11)\n0000: HTTP/1.1 200 OK\n",
        """{"method":"POST","url":"http://localhost/hook","headers":{"Host":"localhost","X-Signature":["a","b"]},"body":"{\"a\":1}"}""",
        """{"log":{"version":"1.2","entries":[{"request":{"method":"POST","url":"http://localhost/hook","headers":[{"name":"Host","value":"localhost"}],"postData":{"mimeType":"application/json","text":"{}"}}}]}}""",
        """{"id":"01JE","receivedAt":"2026-11-21T12:00:00Z","protocol":"generic","path":"/hook","query":"a=1&token=***","baseUri":"https://example.org/in","alerts":[],"bodyBase64":"YT0x"}""" + "\n",
        """{"id":"01JD","receivedAt":"2026-11-21T12:00:00Z","protocol":"generic","path":"/hook","headers":{"Content-Type":"application/json"},"alerts":[],"body":{"a":1}}""" + "\n",
    ];

    [Fact]
    public void A_damaged_capture_is_read_or_fails_with_a_capture_error()
    {
        var random = new Random(20261124);
        var mutation = new Mutation(random, Fragments);
        int rounds = 0;
        int read = 0;
        foreach (int round in LongForm.FuzzRounds(Rounds))
        {
            rounds++;
            byte[] capture = mutation.Of(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), maximumChanges: 5);
            try
            {
                CapturedRequestParser.Parse(capture);
                read++;
            }
            catch (CaptureException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"round {round}, {Convert.ToHexString(capture)}: {exception}");
            }
        }

        output.WriteLine($"{rounds} captures, {read} of them read.");
        Assert.InRange(read, rounds / 10, rounds);
    }

    [Fact]
    public void Deep_and_long_captures_terminate()
    {
        foreach (string capture in new[] { new string('[', 100_000), new string('{', 100_000), "A: " + new string('b', 1_000_000), string.Concat(Enumerable.Repeat("A: b\n", 100_000)), string.Concat(Enumerable.Repeat("\n", 1_000_000)) })
        {
            try
            {
                _ = CapturedRequestParser.Parse(capture);
            }
            catch (CaptureException)
            {
                // An error is acceptable.
            }
        }
    }
}
