namespace WebhookTools.Core.Payloads;

/// <summary>Writes values compactly or flattened, as the options say.</summary>
internal sealed class PayloadWriter(PayloadOptions options)
{
    private readonly Flattener? _flattener = options.Flatten ? new Flattener(JsonText.Encode(options.Separator), JsonText.Encode(options.NameKey)) : null;

    public void Write(JsonTree tree, ByteBuffer output)
    {
        if (_flattener is not null)
        {
            _flattener.Write(tree, output);
        }
        else
        {
            JsonTreeWriter.Write(tree, JsonTree.Root, options.OmitNull, output);
        }
    }
}

/// <summary>Collects values as lines, each a value or a JSON array. The caller can take the pending lines at any time, including an unfinished array.</summary>
internal sealed class PayloadLineWriter(PayloadWriter writer, bool asArray, int batchSize)
{
    private long _items;
    private bool _isArrayOpen;

    /// <summary>What has been written and not yet been taken.</summary>
    public ByteBuffer Pending { get; } = new();

    /// <summary>Adds a value, or nothing if it fails.</summary>
    public void Add(JsonTree tree)
    {
        int before = Pending.Length;
        try
        {
            if (asArray)
            {
                AddItem(tree);
            }
            else
            {
                writer.Write(tree, Pending);
                Pending.Append((byte)'\n');
            }
        }
        catch (PayloadException)
        {
            Pending.Length = before;
            throw;
        }
    }

    /// <summary>Closes an open array. A single array for all values is written even if there are none.</summary>
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

    private void AddItem(JsonTree tree)
    {
        if (_isArrayOpen)
        {
            Pending.Append((byte)',');
        }
        else
        {
            Open();
        }

        writer.Write(tree, Pending);
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
