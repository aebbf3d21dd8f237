using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Options;

/// <summary>A body that can be read repeatedly. A large body from a stream is kept in a temporary file, which disposing deletes.</summary>
internal sealed class RawBody(WebhookBody body, string? temporaryPath = null) : IDisposable
{
    private const int MaximumInMemory = 16 * 1024 * 1024;

    public WebhookBody Body { get; } = body;

    /// <summary>Reads a stream to its end: into memory, or into a temporary file that only this account can read.</summary>
    public static async Task<RawBody> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var memory = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            memory.Write(buffer, 0, count);
            if (memory.Length > MaximumInMemory)
            {
                return await WriteToFileAsync(memory, stream, cancellationToken);
            }
        }

        return new RawBody(WebhookBody.FromBytes(memory.GetBuffer().AsMemory(0, (int)memory.Length)));
    }

    public void Dispose()
    {
        if (temporaryPath is not null)
        {
            File.Delete(temporaryPath);
        }
    }

    private static async Task<RawBody> WriteToFileAsync(MemoryStream read, Stream rest, CancellationToken cancellationToken)
    {
        string path = Path.GetTempFileName();
        try
        {
            await using (FileStream file = new(path, FileMode.Truncate, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                read.WriteTo(file);
                await rest.CopyToAsync(file, 1024 * 1024, cancellationToken);
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
