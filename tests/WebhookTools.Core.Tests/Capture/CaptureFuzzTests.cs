using System.Text;
using WebhookTools.Core.Capture;

namespace WebhookTools.Core.Tests.Capture;

/// <summary>A capture is somebody else's file: whatever it holds, the answer is a request or a <see cref="CaptureException"/>.</summary>
public sealed class CaptureFuzzTests
{
    private static readonly string[] Seeds =
    [
        "POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n",
        "* SSL connection\n> POST /hook HTTP/2\r\n> Host: a\r\n> \r\n< HTTP/2 200\r\n",
        "=> Send header, 9 bytes (0x9)\n0000: POST / HTTP/1.1\n0011: Host: a\n001a: \n=> Send data, 7 bytes (0x7)\n0000: {\"a\":1}\n",
        "=> Send header, 17 bytes\n0000: 50 4f 53 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d POST / HTTP/1.1.\n0010: 0a                                              .\n",
        "{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\",\"url\":\"https://x/\",\"headers\":[{\"name\":\"a\",\"value\":\"b\"}],\"postData\":{\"text\":\"AA==\",\"encoding\":\"base64\"}}}]}}",
        "{\"id\":\"1\",\"receivedAt\":\"2026-01-01T00:00:00Z\",\"path\":\"/\",\"headers\":{\"a\":[\"b\"]},\"body\":{\"c\":1}}",
        "A: b\r\nC: d\r\n\r\n{}",
    ];

    [Fact]
    public void Any_bytes_give_a_request_or_an_error_of_ours()
    {
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] capture = Mutate(random, Encoding.UTF8.GetBytes(Seeds[round % Seeds.Length]));
            try
            {
                CapturedRequest request = CapturedRequestParser.Parse(capture);
                _ = request.ToSignatureHeaders();
                _ = request.ToString();
            }
            catch (CaptureException error)
            {
                Assert.NotEmpty(error.RecommendedAction);
            }
        }
    }

    [Fact]
    public void Deep_and_long_captures_end()
    {
        foreach (string capture in new[] { new string('[', 100_000), new string('{', 100_000), "A: " + new string('b', 1_000_000), string.Concat(Enumerable.Repeat("A: b\n", 100_000)), string.Concat(Enumerable.Repeat("\n", 1_000_000)) })
        {
            try
            {
                _ = CapturedRequestParser.Parse(capture);
            }
            catch (CaptureException)
            {
                // An error is an answer.
            }
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        List<byte> mutated = [.. bytes];
        for (int count = random.Next(1, 8); count > 0 && mutated.Count > 0; count--)
        {
            int position = random.Next(mutated.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutated[position] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(position, Math.Min(random.Next(1, 20), mutated.Count - position));
                    break;
                case 2:
                    mutated.Insert(position, (byte)random.Next(256));
                    break;
                case 3:
                    mutated.InsertRange(position, mutated.GetRange(position, Math.Min(random.Next(1, 20), mutated.Count - position)));
                    break;
                default:
                    mutated.InsertRange(position, Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]));
                    break;
            }
        }

        return [.. mutated];
    }
}
