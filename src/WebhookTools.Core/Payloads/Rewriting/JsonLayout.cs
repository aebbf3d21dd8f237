using System.Text;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>The white space between the tokens of a JSON text.</summary>
internal sealed class JsonLayout
{
    private readonly byte[] _itemSeparator;
    private readonly byte[] _nameSeparator;
    private readonly byte[]? _indent;

    /// <param name="itemSeparator">What stands between two items.</param>
    /// <param name="nameSeparator">What stands between a name and its value.</param>
    /// <param name="indent">What each level of nesting is indented by, a line for each item; null where all is on one line.</param>
    public JsonLayout(string itemSeparator, string nameSeparator, string? indent = null)
    {
        _itemSeparator = Encoding.ASCII.GetBytes(itemSeparator);
        _nameSeparator = Encoding.ASCII.GetBytes(nameSeparator);
        _indent = indent is null ? null : Encoding.ASCII.GetBytes(indent);
    }

    /// <summary>No white space: JavaScript, Go, PHP, .NET, <c>jq -c</c>.</summary>
    public static JsonLayout Compact { get; } = new(",", ":");

    /// <summary>A space behind each comma and colon: Python.</summary>
    public static JsonLayout Spaced { get; } = new(", ", ": ");

    /// <summary>A line for each item.</summary>
    public static JsonLayout Indented(string indent) => new(",", ": ", indent);

    /// <summary>Writes what parts two items.</summary>
    public void WriteItemSeparator(ByteBuffer destination) => destination.Append(_itemSeparator);

    /// <summary>Writes what parts a name from its value.</summary>
    public void WriteNameSeparator(ByteBuffer destination) => destination.Append(_nameSeparator);

    /// <summary>Begins a line where the layout has lines.</summary>
    public void WriteLine(int depth, ByteBuffer destination)
    {
        if (_indent is null)
        {
            return;
        }

        destination.Append((byte)'\n');
        for (int level = 0; level < depth; level++)
        {
            destination.Append(_indent);
        }
    }
}
