using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks;

/// <summary>
/// <c>bare-send URI COUNT AT-ONCE ROUNDS</c>: posts one signed body over and over with HttpClient, and does nothing else: no object becomes
/// JSON, nothing is signed, no pipeline runs. What a sender that does all this could reach at most. Prints the seconds of each round.
/// </summary>
internal static class BareSender
{
    public const string Verb = "bare-send";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var uri = new Uri(arguments[0]);
        int count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        int atOnce = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        int rounds = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        byte[] body = Alarm.Bytes();
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        await PostAsync();
        for (int round = 0; round < rounds; round++)
        {
            int left = count;
            long began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    await PostAsync();
                }
            })));
            await Console.Out.WriteLineAsync(Stopwatch.GetElapsedTime(began).TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }

        return 0;

        async Task PostAsync()
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
            request.Headers.Add("X-Hub-Signature-256", Alarm.Signature);
            using HttpResponseMessage response = await client.SendAsync(request);
            await response.Content.ReadAsByteArrayAsync();
        }
    }
}
