using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WebhookTools.Benchmarks.Bare;

/// <summary>
/// Kestrel that reads a body and responds with OK: the upper bound for a receiver that verifies and keeps.
/// GET returns the number of POST requests, so that a benchmark can check that all of them arrived.
/// </summary>
internal static class BareServer
{
    private static readonly byte[] Ok = "OK"u8.ToArray();

    public static async Task RunAsync(string port, string? certificatePath)
    {
        using X509Certificate2? certificate = certificatePath is null ? null : X509Certificate2.CreateFromPemFile(certificatePath);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server => server.Listen(
            IPAddress.Loopback,
            int.Parse(port, CultureInfo.InvariantCulture),
            endpoint => UseHttps(endpoint, certificate)));
        await using WebApplication application = builder.Build();
        long posted = 0;
        application.Run(async http =>
        {
            if (HttpMethods.IsGet(http.Request.Method))
            {
                await http.Response.WriteAsync(Interlocked.Read(ref posted).ToString(CultureInfo.InvariantCulture));
                return;
            }

            PipeReader body = http.Request.BodyReader;
            ReadResult read;
            do
            {
                read = await body.ReadAsync();
                body.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);

            Interlocked.Increment(ref posted);
            http.Response.ContentType = "text/plain";
            http.Response.ContentLength = Ok.Length;
            http.Response.BodyWriter.Write(Ok);
        });
        await application.RunAsync();
    }

    private static void UseHttps(ListenOptions endpoint, X509Certificate2? certificate)
    {
        if (certificate is not null)
        {
            endpoint.UseHttps(certificate);
        }
    }
}
