using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Options;

/// <summary>A body and, where it came from a stream that is too large for memory, the file that keeps it meanwhile.</summary>
internal sealed class RawBody : IDisposable
{
    private const int LargestInMemory = 16 * 1024 * 1024;

    private readonly string? _temporaryPath;

    public RawBody(WebhookBody body, string? temporaryPath = null)
    {
        Body = body;
        _temporaryPath = temporaryPath;
    }

    /// <summary>The body.</summary>
    public WebhookBody Body { get; }

    /// <summary>Reads a stream that can be read only once: into memory, or when it is large into a file that only this account can read.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; a file that was begun is gone.</exception>
    public static RawBody Read(Stream stream, CancellationToken cancellationToken)
    {
        // Only an asynchronous read can be cancelled, and it is waited for here: the process has nothing else to do, and a state machine of ours,
        // which nobody can compile before it runs, would cost a short command more than its job.
        var memory = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).GetAwaiter().GetResult()) > 0)
        {
            memory.Write(buffer, 0, count);
            if (memory.Length > LargestInMemory)
            {
                return Spill(memory, stream, cancellationToken);
            }
        }

        return new RawBody(WebhookBody.FromBytes(memory.GetBuffer().AsMemory(0, (int)memory.Length)));
    }

    public void Dispose()
    {
        if (_temporaryPath is not null)
        {
            File.Delete(_temporaryPath);
        }
    }

    private static RawBody Spill(MemoryStream read, Stream rest, CancellationToken cancellationToken)
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = new(path, FileMode.Truncate, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                read.WriteTo(file);
                rest.CopyToAsync(file, 1024 * 1024, cancellationToken).GetAwaiter().GetResult();
            }

            return new RawBody(WebhookBody.FromFile(path), path);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
