using System.Net;
using System.Net.Sockets;
using System.Text;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Tests.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Capture;

/// <summary>Reads the output of the installed curl, to detect changes of its format.</summary>
public sealed class CurlCaptureTests
{
    private static readonly byte[] Body = [.. Enumerable.Range(0, 256).Select(value => (byte)value), .. Encoding.UTF8.GetBytes("\r\n\u00e9 {\"a\": 1}\n")];

    [Fact]
    public async Task A_curl_trace_contains_every_sent_byte()
    {
        CapturedRequest request = await CaptureAsync("--trace");

        Assert.Equal(Body, request.Body!.ReadAll().ToArray());
        Assert.Equal("POST", request.Method);
        Assert.True(request.TryGetHeader("x-signature", out string value));
        Assert.Equal("sha256=ab", value);
        Assert.Empty(request.Notes);
    }

    [Fact]
    public async Task An_ASCII_curl_trace_has_the_same_length_and_a_note_on_uncertain_bytes()
    {
        CapturedRequest request = await CaptureAsync("--trace-ascii");

        Assert.Equal(Body.Length, request.Body!.Length);
        Assert.Contains(request.Notes, note => note.Contains("dots", StringComparison.Ordinal));
    }

    private static async Task<CapturedRequest> CaptureAsync(string option)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("body"), Body, TestContext.Current.CancellationToken);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task server = RespondAsync(listener);
        string address = $"http://{listener.LocalEndpoint}/hook?a=b";
        await ExternalTool.RunOrSkipAsync("curl", ["-sS", option, folder.File("trace"), "--data-binary", "@" + folder.File("body"), "-H", "X-Signature: sha256=ab", "-H", "Expect:", address]);
        await server;
        CapturedRequest request = CapturedRequestParser.ParseFile(folder.File("trace"));
        Assert.Equal(address, request.Uri!.OriginalString);
        return request;
    }

    private static async Task RespondAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        byte[] received = new byte[64 * 1024];
        int length = 0;
        while (!received.AsSpan(0, length).EndsWith(Body))
        {
            int read = await stream.ReadAsync(received.AsMemory(length), TestContext.Current.CancellationToken);
            Assert.NotEqual(0, read);
            length += read;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
    }
}
