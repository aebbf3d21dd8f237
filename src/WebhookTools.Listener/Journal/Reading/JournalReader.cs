using System.Runtime.CompilerServices;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>
/// Reads alerts from a journal: its active file, rotated and gzipped ones, while a listener writes. What was
/// acknowledged before the reading began is read, each alert once, however files are rotated and compressed meanwhile. A rotated
/// file whose name says that nothing in it was received in the time that the query asks for is not opened.
/// </summary>
public static class JournalReader
{
    /// <summary>Reads the alerts that the query wants, oldest first.</summary>
    /// <param name="path">The active file's path, as given to the listener; or a rotated file's, to read that one alone.</param>
    /// <param name="query">Which alerts.</param>
    /// <param name="onDamaged">Told of each line that cannot be read: file, line number, why. Reading goes on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">There is no journal at that path, it is in the text format, or it cannot be read.</exception>
    public static IAsyncEnumerable<WebhookAlert> ReadAsync(string path, AlertQuery query, Action<string, long, string>? onDamaged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadAsync(path, new ReadContext(query, onDamaged, OnOpened: null), cancellationToken);
    }

    /// <summary>Reads the newest alerts that the query wants, newest first. Files that are older than those are not opened.</summary>
    /// <param name="path">The active file's path, as given to the listener; or a rotated file's, to read that one alone.</param>
    /// <param name="query">Which alerts.</param>
    /// <param name="count">How many at most, at least 1.</param>
    /// <param name="onDamaged">Told of each line that cannot be read: file, line number, why. Lines of a file that is not compressed are numbered from its end: -1 is the last one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">There is no journal at that path, it is in the text format, or it cannot be read.</exception>
    public static IAsyncEnumerable<WebhookAlert> ReadNewestAsync(string path, AlertQuery query, int count, Action<string, long, string>? onDamaged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return ReadNewestAsync(path, count, new ReadContext(query, onDamaged, OnOpened: null), cancellationToken);
    }

    /// <summary>Reads as <see cref="ReadAsync(string, AlertQuery, Action{string, long, string}?, CancellationToken)"/> does.</summary>
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

            // Only if nothing was rotated since the last look is this file the one behind all that were read.
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

    /// <summary>Reads as <see cref="ReadNewestAsync(string, AlertQuery, int, Action{string, long, string}?, CancellationToken)"/> does.</summary>
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

            // Only if nothing was rotated since the last look is this file the one behind all the others.
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

/// <summary>What is the same for all files of one reading.</summary>
/// <param name="Query">What is wanted.</param>
/// <param name="OnDamaged">Told of each line that cannot be read, or null.</param>
/// <param name="OnOpened">Told of each file that is opened, or null.</param>
internal sealed record ReadContext(AlertQuery Query, Action<string, long, string>? OnDamaged, Action<string>? OnOpened)
{
    /// <summary>Reads the lines.</summary>
    public LineParser Parser { get; } = new(new AlertFilter(Query));

    /// <summary>Reports a line that cannot be read.</summary>
    public void Report(string path, long line, string problem) => OnDamaged?.Invoke(path, line, problem);
}
