using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks;

/// <summary>
/// <c>http-client URI COUNT CONCURRENCY CERTIFICATE.pem</c>: posts one signed body repeatedly with HttpClient. It serializes no object,
/// signs nothing and runs no pipeline, so it is the upper bound for a sender that does. Prints the seconds.
/// </summary>
internal static class HttpClientSender
{
    public const string Name = "http-client";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var uri = new Uri(arguments[0]);
        int remaining = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        int concurrency = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        byte[] body = Alarm.Bytes();
        using HttpClient client = CreateClient(arguments[3]);

        // The first request is not counted, as in send.ps1.
        await PostAsync();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref remaining) >= 0)
            {
                await PostAsync();
            }
        })));
        await Console.Out.WriteLineAsync(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString(CultureInfo.InvariantCulture));
        return 0;

        async Task PostAsync()
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
            request.Headers.Add("X-Hub-Signature-256", Alarm.Signature);
            using HttpResponseMessage response = await client.SendAsync(request);
            await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        }
    }

    /// <summary>Creates a client that trusts the benchmark's certificate and no other.</summary>
    public static HttpClient CreateClient(string certificatePath)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(certificatePath);
        return new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false, SslOptions = { CertificateChainPolicy = policy } });
    }
}
