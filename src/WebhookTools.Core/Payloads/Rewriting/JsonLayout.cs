using System.Text;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>The white space between the tokens of a JSON text.</summary>
internal sealed class JsonLayout
{
    private readonly byte[] _itemSeparator;
    private readonly byte[] _nameSeparator;
    private readonly byte[]? _indent;
    private readonly int _maximumIndentedDepth;

    /// <param name="itemSeparator">The separator between two items.</param>
    /// <param name="nameSeparator">The separator between a name and its value.</param>
    /// <param name="indent">The indentation of each level, with each item on a separate line. Null writes a single line.</param>
    /// <param name="maximumIndentedDepth">The level from which the indentation does not grow.</param>
    public JsonLayout(string itemSeparator, string nameSeparator, string? indent = null, int maximumIndentedDepth = int.MaxValue)
    {
        _maximumIndentedDepth = maximumIndentedDepth;
        _itemSeparator = Encoding.ASCII.GetBytes(itemSeparator);
        _nameSeparator = Encoding.ASCII.GetBytes(nameSeparator);
        _indent = indent is null ? null : Encoding.ASCII.GetBytes(indent);
    }

    /// <summary>Gets the layout without white space: JavaScript, Go, PHP, .NET and <c>jq -c</c>.</summary>
    public static JsonLayout Compact { get; } = new(",", ":");

    /// <summary>Gets the layout with a space after each comma and colon: Python.</summary>
    public static JsonLayout Spaced { get; } = new(", ", ": ");

    /// <summary>Gets the layout of Python's <c>json.dumps(…, indent=2)</c>, limited to 64 levels. Without the limit, 10,000 levels would turn 20 kB into 200 MB.</summary>
    public static JsonLayout IndentedByTwo { get; } = new(",", ": ", "  ", maximumIndentedDepth: 64);

    /// <summary>Returns a layout with each item on a separate line.</summary>
    public static JsonLayout Indented(string indent) => new(",", ": ", indent);

    public void WriteItemSeparator(ByteBuffer destination) => destination.Append(_itemSeparator);

    public void WriteNameSeparator(ByteBuffer destination) => destination.Append(_nameSeparator);

    /// <summary>Starts a new line, unless the layout is a single line.</summary>
    public void WriteLine(int depth, ByteBuffer destination)
    {
        if (_indent is null)
        {
            return;
        }

        destination.Append((byte)'\n');
        for (int level = 0; level < Math.Min(depth, _maximumIndentedDepth); level++)
        {
            destination.Append(_indent);
        }
    }
}
