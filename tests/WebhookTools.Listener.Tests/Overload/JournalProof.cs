using System.Globalization;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal.Reading;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>Checks that acknowledged webhooks are in the journal.</summary>
internal static class JournalProof
{
    /// <summary>Checks that every line parses, that no number occurs twice, and that every acknowledged number is present.</summary>
    /// <param name="paths">The journals that together contain the alarms.</param>
    /// <returns>The number of alarms in the journals.</returns>
    public static async Task<int> HoldsOnceAsync(IReadOnlyCollection<long> acknowledged, params IEnumerable<string> paths)
    {
        var found = new HashSet<long>();
        foreach (string path in paths)
        {
            await foreach (WebhookAlert alert in JournalReader.ReadAsync(
                path,
                AlertQuery.All,
                (file, line, problem) => Assert.Fail($"{file}, line {line}: {problem}"),
                CancellationToken.None))
            {
                // The journal may also contain an attacker's webhooks.
                if (alert.Name?.StartsWith(NumberedSender.NamePrefix, StringComparison.Ordinal) ?? false)
                {
                    long number = long.Parse(alert.Name[NumberedSender.NamePrefix.Length..], CultureInfo.InvariantCulture);
                    Assert.True(found.Add(number), $"{number} is in the journal twice.");
                }
            }
        }

        long[] missing = [.. acknowledged.Where(number => !found.Contains(number))];
        Assert.True(missing.Length == 0, $"{missing.Length} of {acknowledged.Count} acknowledged alarms are missing, as {string.Join(", ", missing.Take(5))}.");
        Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
        return found.Count;
    }
}
