using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Reads the alerts of a file, oldest first.</summary>
internal sealed class ForwardAlertSource : IAlertSource
{
    private readonly Stream _stream;
    private readonly string _path;
    private readonly bool _isActive;
    private readonly ReadContext _context;
    private readonly LineReader _lines;

    /// <summary>Starts at the first line.</summary>
    /// <param name="stream">The content of the file. This object disposes it.</param>
    /// <param name="path">The path for messages.</param>
    /// <param name="isActive">True if a listener may be writing to the file, so that its last line may be incomplete.</param>
    /// <param name="context">The settings of the read operation.</param>
    public ForwardAlertSource(Stream stream, string path, bool isActive, ReadContext context)
    {
        _stream = stream;
        _path = path;
        _isActive = isActive;
        _context = context;
        _lines = new LineReader(stream, stream is FileStream file ? file.Length : long.MaxValue);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(List<WebhookAlert> alerts, CancellationToken cancellationToken)
    {
        try
        {
            while (await _lines.ReadAsync(cancellationToken))
            {
                if (_lines.Number == 1 && !MayMatch())
                {
                    return false;
                }

                int before = alerts.Count;
                Parse(alerts);
                if (alerts.Count > before)
                {
                    return true;
                }
            }

            return false;
        }
        catch (InvalidDataException exception)
        {
            _context.Report(_path, _lines.Number + 1, $"Could not decompress the rest of the file: {exception.Message}");
            return false;
        }
        catch (IOException exception)
        {
            throw JournalErrors.JournalUnreadable(_path, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // The first line contains about the earliest time in the active file. The name of a rotated file contains its times.
    private bool MayMatch()
    {
        ReadOnlySpan<byte> line = _lines.Line.Span;
        if (line.StartsWith(JournalMembers.TextPrefix))
        {
            throw JournalErrors.JournalIsText(_path);
        }

        return !_isActive
            || _context.Query.Until is not DateTimeOffset until
            || !JournalLineHead.TryReadReceivedAt(line, out DateTimeOffset first)
            || first - RotationPolicy.Disorder < until;
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
            _context.Report(_path, _lines.Number, problem);
        }
    }
}
