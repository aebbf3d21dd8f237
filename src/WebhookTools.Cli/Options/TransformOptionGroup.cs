using System.CommandLine;
using System.Globalization;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Options;

/// <summary>The transformation of JSON before it is sent.</summary>
internal sealed class TransformOptionGroup
{
    private readonly Option<bool> _flatten = OptionFactory.Switch("--flatten", "Flattens nested objects and arrays into one level of dotted keys.");
    private readonly Option<bool> _omitNull = OptionFactory.Switch("--omit-null", "Removes members whose value is null.");
    private readonly Option<bool> _asArray = OptionFactory.Switch("--as-array", "Collects the values into a JSON array.");
    private readonly ValueOption<int> _batchSize = new("--batch-size", "The maximum number of items in an array, with --as-array. 0 puts all items into one array.", NumberSyntax.Integer(0, int.MaxValue), "0");
    private readonly Option<string> _separator = OptionFactory.Text("--separator", "TEXT", "The separator between the segments of a flattened key.");
    private readonly Option<string> _nameKey = OptionFactory.Text("--name-key", "NAME", "The member of a nested object whose value becomes a segment of the flattened key. An empty name turns this off.");
    private readonly ValueOption<int> _maximumDepth = new("--maximum-depth", "The maximum depth of nested JSON.", NumberSyntax.Integer(1, 1000), PayloadOptions.DefaultMaximumDepth.ToString(CultureInfo.InvariantCulture));

    public TransformOptionGroup()
    {
        _separator.DefaultValueFactory = _ => PayloadOptions.Default.Separator;
        _nameKey.DefaultValueFactory = _ => PayloadOptions.Default.NameKey;
    }

    public void AddTo(Command command) => command.AddRange(_flatten, _omitNull, _asArray, _batchSize, _separator, _nameKey, _maximumDepth);

    /// <summary>Whether an option requires the body to be read as JSON. Otherwise it is raw bytes.</summary>
    public bool IsGiven(ParseResult parse) => parse.GetValue(_flatten) || parse.GetValue(_omitNull) || parse.GetValue(_asArray);

    public bool ReadAsArray(ParseResult parse) => parse.GetValue(_asArray);

    /// <summary>Reads the maximum number of items in an array. 0 means no limit.</summary>
    public int ReadBatchSize(ParseResult parse)
    {
        int size = _batchSize.Read(parse, otherwise: 0);
        return size > 0 && !ReadAsArray(parse) ? throw CommandLineErrors.OptionNeeds("--batch-size", "--as-array") : size;
    }

    public PayloadOptions Read(ParseResult parse) => new()
    {
        Flatten = parse.GetValue(_flatten),
        OmitNull = parse.GetValue(_omitNull),
        Separator = parse.GetValue(_separator)!,
        NameKey = parse.GetValue(_nameKey)!,
        MaximumDepth = _maximumDepth.Read(parse, PayloadOptions.DefaultMaximumDepth),
    };
}
