using System.CommandLine;
using System.Globalization;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Options;

/// <summary>How JSON is changed before it goes out.</summary>
internal sealed class TransformOptions
{
    private readonly Option<bool> _flatten = OptionFactory.Switch("--flatten", "Makes one level of dotted keys of nested objects and arrays.");
    private readonly Option<bool> _omitNull = OptionFactory.Switch("--omit-null", "Removes members that are null.");
    private readonly Option<bool> _asArray = OptionFactory.Switch("--as-array", "Collects the values into a JSON array.");
    private readonly ValueOption<int> _batchSize = new("--batch-size", "The most items in an array, with --as-array; 0 puts all in one.", NumberSyntax.Integer(0, int.MaxValue), "0");
    private readonly Option<string> _separator = OptionFactory.Text("--separator", "TEXT", "What stands between the segments of a flattened key.");
    private readonly Option<string> _nameKey = OptionFactory.Text("--name-key", "NAME", "The member of a nested object whose value becomes a segment of the flattened key; empty turns that off.");
    private readonly ValueOption<int> _maximumDepth = new("--maximum-depth", "How deep the JSON may be nested.", NumberSyntax.Integer(1, 1000), PayloadOptions.DefaultMaximumDepth.ToString(CultureInfo.InvariantCulture));

    public TransformOptions()
    {
        _separator.DefaultValueFactory = _ => PayloadOptions.Default.Separator;
        _nameKey.DefaultValueFactory = _ => PayloadOptions.Default.NameKey;
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => command.AddRange(_flatten, _omitNull, _asArray, _batchSize, _separator, _nameKey, _maximumDepth);

    /// <summary>Whether anything asks for JSON to be read; without it a body is raw bytes.</summary>
    public bool IsGiven(ParseResult parse) => parse.GetValue(_flatten) || parse.GetValue(_omitNull) || parse.GetValue(_asArray);

    /// <summary>Whether values are collected into arrays.</summary>
    public bool ReadAsArray(ParseResult parse) => parse.GetValue(_asArray);

    /// <summary>The most items in an array; 0: all in one.</summary>
    public int ReadBatchSize(ParseResult parse)
    {
        int size = _batchSize.Read(parse, otherwise: 0);
        return size > 0 && !ReadAsArray(parse) ? throw CommandLineErrors.OptionNeeds("--batch-size", "--as-array") : size;
    }

    /// <summary>The transformation of each value.</summary>
    public PayloadOptions Read(ParseResult parse) => new()
    {
        Flatten = parse.GetValue(_flatten),
        OmitNull = parse.GetValue(_omitNull),
        Separator = parse.GetValue(_separator)!,
        NameKey = parse.GetValue(_nameKey)!,
        MaximumDepth = _maximumDepth.Read(parse, PayloadOptions.DefaultMaximumDepth),
    };
}
