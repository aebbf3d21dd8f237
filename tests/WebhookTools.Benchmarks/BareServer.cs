using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Benchmarks;

/// <summary>
/// <c>bare-server PORT</c>: Kestrel that reads a body and answers OK, and does nothing else. What a receiver that checks and keeps
/// could reach at most. A GET answers how many were posted, so that a measurement can prove that all arrived.
/// </summary>
internal static class BareServer
{
    public const string Verb = "bare-server";

    private static readonly byte[] Ok = "OK"u8.ToArray();

    public static async Task<int> RunAsync(string[] arguments)
    {
        int port = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port));
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
        return 0;
    }
}
