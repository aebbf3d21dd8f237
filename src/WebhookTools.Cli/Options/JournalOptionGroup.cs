using System.CommandLine;
using WebhookTools.Cli.Syntax;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Cli.Options;

/// <summary>A listener's journal: its location, format, durability and rotation.</summary>
internal sealed class JournalOptionGroup
{
    private readonly Option<string> _path = OptionFactory.Text("--log-path", "PATH", "The journal's active file. Its folder is created if necessary.");
    private readonly ValueOption<JournalFormat> _format = new("--log-format", "The format of the journal: one JSON object per line, or text blocks between marker lines.", TextSyntax.OneOf<JournalFormat>(), "json");
    private readonly ValueOption<JournalDurability> _durability = new("--durability", "What a 2xx response guarantees: the alert is on disk (synced), handed to the operating system (flushed), or in memory (buffered).", TextSyntax.OneOf<JournalDurability>(), "synced");
    private readonly ValueOption<long> _maximumSize = new("--maximum-log-size", "The size at which the active file is rotated, at least 64KiB. 0 turns rotation by size off.", ByteSizeSyntax.Value, ByteSizeSyntax.Format(JournalOptions.DefaultMaximumSize));
    private readonly Option<bool> _noDailyRotation = OptionFactory.Switch("--no-daily-rotation", "Turns off the rotation at the start of each day.");
    private readonly ValueOption<int> _retainedFileCount = new("--retained-file-count", "The maximum number of rotated files. By default all are kept.", NumberSyntax.Integer(1, int.MaxValue));
    private readonly ValueOption<TimeSpan> _retainedAge = new("--retained-age", "The age at which rotated files are deleted, such as 30d. By default they are never deleted.", TimeSyntax.Duration);
    private readonly ValueOption<long> _retainedSize = new("--retained-size", "The maximum total size of rotated files, such as 2GiB. By default there is no limit.", ByteSizeSyntax.Value);
    private readonly Option<bool> _compress = OptionFactory.Switch("--compress", "Compresses rotated files with gzip.");

    public JournalOptionGroup() => _path.DefaultValueFactory = _ => "webhook.log";

    public void AddTo(Command command) =>
        command.AddRange(_path, _format, _durability, _maximumSize, _noDailyRotation, _retainedFileCount, _retainedAge, _retainedSize, _compress);

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
