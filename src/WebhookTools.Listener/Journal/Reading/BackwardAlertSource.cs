using Microsoft.Win32.SafeHandles;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Reads the alerts of an uncompressed file, newest first. Line numbers count from the end: -1 is the last line.</summary>
internal sealed class BackwardAlertSource : IAlertSource
{
    private readonly FileStream _file;
    private readonly string _path;
    private readonly bool _isActive;
    private readonly ReadContext _context;
    private readonly BackwardLineReader _lines;
    private long _number;

    /// <summary>Starts at the last line.</summary>
    /// <param name="file">The file. This object disposes it.</param>
    /// <param name="path">The path for messages.</param>
    /// <param name="isActive">True if a listener may be writing to the file, so that its last line may be incomplete.</param>
    /// <param name="context">The settings of the read operation.</param>
    public BackwardAlertSource(FileStream file, string path, bool isActive, ReadContext context)
    {
        _file = file;
        _path = path;
        _isActive = isActive;
        _context = context;
        _lines = new BackwardLineReader(file);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(List<WebhookAlert> alerts, CancellationToken cancellationToken)
    {
        try
        {
            if (_number == 0 && StartsAsText(_file.SafeFileHandle))
            {
                throw JournalErrors.JournalIsText(_path);
            }

            while (await _lines.ReadAsync(cancellationToken))
            {
                _number--;
                int before = alerts.Count;
                Parse(alerts);
                if (alerts.Count > before)
                {
                    alerts.Reverse(before, alerts.Count - before);
                    return true;
                }
            }

            return false;
        }
        catch (IOException exception)
        {
            throw JournalErrors.JournalUnreadable(_path, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static bool StartsAsText(SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[JournalMembers.TextPrefix.Length];
        int read = RandomAccess.Read(file, start, 0);
        return start[..read].SequenceEqual(JournalMembers.TextPrefix);
    }

    private void Parse(List<WebhookAlert> alerts)
    {
        if (_lines.Line.IsEmpty || (_isActive && !_lines.IsComplete))
        {
            return;
        }

        string? problem = _context.Parser.Parse(_lines.Line.Span, alerts);
        if (problem is not null)
        {
            _context.Report(_path, _number, problem);
        }
    }
}
