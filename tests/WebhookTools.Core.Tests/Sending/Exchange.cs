using System.Net.Sockets;
using System.Text;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>One request at a scripted server, for the script to answer.</summary>
internal sealed record Exchange(ReceivedRequest Request, Stream Stream, Socket Socket, CancellationToken Stopped)
{
    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(byte[] bytes)
    {
        await Stream.WriteAsync(bytes, Stopped);
        await Stream.FlushAsync(Stopped);
    }
}
