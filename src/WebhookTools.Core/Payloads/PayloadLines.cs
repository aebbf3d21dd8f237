namespace WebhookTools.Core.Payloads;

/// <summary>Collects transformed values as lines: one value each, or one JSON array each. What is ready is written out as it comes, an unfinished array too.</summary>
internal sealed class PayloadLines(PayloadWriter writer, bool asArray, int batchSize)
{
    private long _items;
    private bool _isArrayOpen;

    /// <summary>What has not been written out yet.</summary>
    public ByteBuffer Pending { get; } = new();

    /// <summary>Adds a value. When it fails nothing of it stays.</summary>
    public void Add(in JsonView view)
    {
        int before = Pending.Length;
        try
        {
            if (asArray)
            {
                AddItem(view);
            }
            else
            {
                writer.Write(view, JsonView.Root, Pending);
                Pending.Append((byte)'\n');
            }
        }
        catch (PayloadException)
        {
            Pending.Length = before;
            throw;
        }
    }

    /// <summary>Closes the array that is open. One array for everything is written even when everything is nothing.</summary>
    public void Complete()
    {
        if (asArray && batchSize == 0 && !_isArrayOpen)
        {
            Open();
        }

        if (_isArrayOpen)
        {
            Close();
        }
    }

    private void AddItem(in JsonView view)
    {
        if (_isArrayOpen)
        {
            Pending.Append((byte)',');
        }
        else
        {
            Open();
        }

        writer.Write(view, JsonView.Root, Pending);
        _items++;
        if (_items == batchSize)
        {
            Close();
        }
    }

    private void Open()
    {
        Pending.Append((byte)'[');
        _isArrayOpen = true;
        _items = 0;
    }

    private void Close()
    {
        Pending.Append("]\n"u8);
        _isArrayOpen = false;
    }
}
