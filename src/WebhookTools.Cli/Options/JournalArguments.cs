using System.CommandLine;
using WebhookTools.Cli.Syntax;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Cli.Options;

/// <summary>Where and how a listener keeps what it accepts.</summary>
internal sealed class JournalArguments
{
    private readonly Option<string> _path = OptionFactory.Text("--log-path", "PATH", "The journal: the active log file. Its folder is made if need be.");
    private readonly ValueOption<JournalFormat> _format = new("--log-format", "One JSON object per line, or indented blocks between markers.", WordSyntax.OneOf<JournalFormat>(), "json");
    private readonly ValueOption<JournalDurability> _durability = new("--durability", "What a 2xx promises: on the device, with the operating system, or in memory.", WordSyntax.OneOf<JournalDurability>(), "synced");
    private readonly ValueOption<long> _maximumSize = new("--maximum-log-size", "The size at which the active file is rotated, at least 64KiB; 0: never by size.", ByteSizeSyntax.Value, ByteSizeSyntax.Format(JournalOptions.DefaultMaximumSize));
    private readonly Option<bool> _noDailyRotation = OptionFactory.Switch("--no-daily-rotation", "Does not rotate at the first line of a new day.");
    private readonly ValueOption<int> _retainedFileCount = new("--retained-file-count", "The most rotated files that are kept; all by default.", NumberSyntax.Integer(1, int.MaxValue));
    private readonly ValueOption<TimeSpan> _retainedAge = new("--retained-age", "The age at which rotated files are removed, as 30d; never by default.", DurationSyntax.Value);
    private readonly ValueOption<long> _retainedSize = new("--retained-size", "The most that rotated files take in all, as 2GiB; no limit by default.", ByteSizeSyntax.Value);
    private readonly Option<bool> _compress = OptionFactory.Switch("--compress", "Compresses rotated files with gzip.");

    public JournalArguments() => _path.DefaultValueFactory = _ => "webhook.log";

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) =>
        command.AddRange(_path, _format, _durability, _maximumSize, _noDailyRotation, _retainedFileCount, _retainedAge, _retainedSize, _compress);

    /// <summary>Reads the options.</summary>
    public JournalOptions Read(ParseResult parse)
    {
        var options = new JournalOptions { Path = parse.GetValue(_path)! };
        return options with
        {
            Format = _format.Read(parse, options.Format),
            Durability = _durability.Read(parse, options.Durability),
            MaximumSize = _maximumSize.Read(parse, options.MaximumSize),
            RotateDaily = !parse.GetValue(_noDailyRotation),
            RetainedFileCount = _retainedFileCount.TryRead(parse, out int count) ? count : null,
            RetainedAge = _retainedAge.TryRead(parse, out TimeSpan age) ? age : null,
            RetainedSize = _retainedSize.TryRead(parse, out long size) ? size : null,
            Compress = parse.GetValue(_compress),
        };
    }
}
