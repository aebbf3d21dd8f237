using System.Runtime.CompilerServices;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>
/// Reads alerts from a journal, including rotated and compressed files, while a listener writes it. Each alert that was
/// acknowledged before reading started is read exactly once, even if files are rotated or compressed in the meantime. Rotated
/// files whose names show that they are outside the query's time range are not opened.
/// </summary>
public static class JournalReader
{
    /// <summary>Reads the matching alerts, oldest first.</summary>
    /// <param name="path">The path of the active file, or of a rotated file to read only that one.</param>
    /// <param name="query">The conditions.</param>
    /// <param name="onDamaged">Called with the file, line number and reason for each line that cannot be read. Reading continues.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">There is no journal at the path, it is in the text format, or it cannot be read.</exception>
    public static IAsyncEnumerable<WebhookAlert> ReadAsync(string path, AlertQuery query, Action<string, long, string>? onDamaged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadAsync(path, new ReadContext(query, onDamaged, OnOpened: null), cancellationToken);
    }

    /// <summary>Reads the newest matching alerts, newest first. Older files are not opened.</summary>
    /// <param name="path">The path of the active file, or of a rotated file to read only that one.</param>
    /// <param name="query">The conditions.</param>
    /// <param name="count">The maximum number of alerts, at least 1.</param>
    /// <param name="onDamaged">Called with the file, line number and reason for each line that cannot be read. Line numbers of an uncompressed file count from its end: -1 is the last line.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">There is no journal at the path, it is in the text format, or it cannot be read.</exception>
    public static IAsyncEnumerable<WebhookAlert> ReadNewestAsync(string path, AlertQuery query, int count, Action<string, long, string>? onDamaged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return ReadNewestAsync(path, count, new ReadContext(query, onDamaged, OnOpened: null), cancellationToken);
    }

    internal static async IAsyncEnumerable<WebhookAlert> ReadAsync(string path, ReadContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalPaths paths = Names(path);
        var opener = new JournalFileOpener(paths, context);
        var alerts = new List<WebhookAlert>();
        long lastSequence = 0;
        while (true)
        {
            foreach (RotatedFile rotated in After(paths, lastSequence))
            {
                lastSequence = rotated.Sequence;
                if (!rotated.Overlaps(context.Query.Since, context.Query.Until)
                    || opener.TryOpenRotated(rotated) is not (FileStream file, string filePath))
                {
                    continue;
                }

                await using IAlertSource source = opener.Forward(file, filePath, isActive: false);
                while (await source.ReadAsync(alerts, cancellationToken))
                {
                    foreach (WebhookAlert alert in alerts)
                    {
                        yield return alert;
                    }

                    alerts.Clear();
                }
            }

            FileStream? active = opener.TryOpenActive();

            // If a file was rotated since the folder was read, it comes before this one.
            if (After(paths, lastSequence).Any())
            {
                await DisposeAsync(active);
                continue;
            }

            if (active is null)
            {
                ThrowIfNothingFound(path, lastSequence);
                yield break;
            }

            await using IAlertSource last = opener.Forward(active, paths.Active, isActive: true);
            while (await last.ReadAsync(alerts, cancellationToken))
            {
                foreach (WebhookAlert alert in alerts)
                {
                    yield return alert;
                }

                alerts.Clear();
            }

            yield break;
        }
    }

    internal static async IAsyncEnumerable<WebhookAlert> ReadNewestAsync(string path, int count, ReadContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalPaths paths = Names(path);
        var opener = new JournalFileOpener(paths, context);
        IReadOnlyList<RotatedFile> rotated = JournalFolder.FindRotated(paths);
        FileStream? active;
        while (true)
        {
            active = opener.TryOpenActive();
            long lastSequence = LastSequence(rotated);
            rotated = JournalFolder.FindRotated(paths);

            // If a file was rotated since the folder was read, it comes between this one and the others.
            if (LastSequence(rotated) == lastSequence)
            {
                break;
            }

            await DisposeAsync(active);
        }

        if (active is null)
        {
            ThrowIfNothingFound(path, LastSequence(rotated));
        }

        int left = count;
        var alerts = new List<WebhookAlert>();
        foreach (Func<IAlertSource?> open in Sources())
        {
            if (left == 0 || open() is not IAlertSource opened)
            {
                continue;
            }

            await using IAlertSource source = opened;
            while (left > 0 && await source.ReadAsync(alerts, cancellationToken))
            {
                foreach (WebhookAlert alert in alerts.Take(left))
                {
                    left--;
                    yield return alert;
                }

                alerts.Clear();
            }
        }

        IEnumerable<Func<IAlertSource?>> Sources()
        {
            if (active is not null)
            {
                yield return () => opener.Backward(active, paths.Active, isActive: true, left);
            }

            foreach (RotatedFile file in rotated.Reverse().Where(file => file.Overlaps(context.Query.Since, context.Query.Until)))
            {
                yield return () => opener.TryOpenRotated(file) is (FileStream stream, string filePath)
                    ? opener.Backward(stream, filePath, isActive: false, left)
                    : null;
            }
        }
    }

    private static JournalPaths Names(string path)
    {
        string active = JournalFolder.Resolve(path);
        return JournalFolder.MayBeFile(active) ? new JournalPaths(active) : throw JournalErrors.JournalPathIsNotAFile(path);
    }

    private static IEnumerable<RotatedFile> After(JournalPaths paths, long sequence) =>
        JournalFolder.FindRotated(paths).Where(file => file.Sequence > sequence);

    private static long LastSequence(IReadOnlyList<RotatedFile> files) => files.Count == 0 ? 0 : files[^1].Sequence;

    private static ValueTask DisposeAsync(FileStream? file) => file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static void ThrowIfNothingFound(string path, long lastSequence)
    {
        if (lastSequence == 0)
        {
            throw JournalErrors.JournalNotFound(path);
        }
    }
}

/// <summary>The settings of one read operation.</summary>
/// <param name="Query">The conditions.</param>
/// <param name="OnDamaged">Called for each line that cannot be read, or null.</param>
/// <param name="OnOpened">Called for each file that is opened, or null. Used by tests.</param>
internal sealed record ReadContext(AlertQuery Query, Action<string, long, string>? OnDamaged, Action<string>? OnOpened)
{
    public LineParser Parser { get; } = new(new AlertFilter(Query));

    public void Report(string path, long line, string problem) => OnDamaged?.Invoke(path, line, problem);
}
