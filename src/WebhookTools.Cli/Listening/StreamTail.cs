using System.Text;

namespace WebhookTools.Cli.Listening;

/// <summary>Reads a stream to its end and keeps only the last bytes.</summary>
internal sealed class StreamTail(int capacity)
{
    private readonly byte[] _kept = new byte[capacity];
    private readonly Lock _gate = new();
    private long _total;

    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            lock (_gate)
            {
                foreach (byte value in buffer.AsSpan(0, count))
                {
                    _kept[_total++ % capacity] = value;
                }
            }
        }
    }

    /// <summary>Returns the kept bytes as text.</summary>
    public string Text()
    {
        lock (_gate)
        {
            if (_total <= capacity)
            {
                return Encoding.UTF8.GetString(_kept, 0, (int)_total).Trim();
            }

            int begin = (int)(_total % capacity);
            return "…" + Encoding.UTF8.GetString([.. _kept.AsSpan(begin), .. _kept.AsSpan(0, begin)]).Trim();
        }
    }
}
