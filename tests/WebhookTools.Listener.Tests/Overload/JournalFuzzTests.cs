using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Listener.Tests.Journal;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>
/// Damages journals in many ways, reproducibly. Reading forward and backward finds the same alerts and reports the damage. Opening a
/// damaged journal for writing either succeeds without changing valid lines or fails without changing the file.
/// </summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class JournalFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 1500;
    private const int Entries = 6;

    private static readonly string[] Fragments =
        ["\n", "\n\n", "\r\n", "\0", "{", "}\n{", "\"", "\\", ",", "\"id\":", "\"alerts\":[", "\"body\":", "null", "\uFEFF", "<<<<<<<<< Alert Start >>>>>>>>\n", new('x', 5000)];

    [Fact]
    public async Task Reading_a_damaged_journal_finds_the_same_alerts_in_both_directions()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("webhook.log");
        byte[] whole = await WriteAsync(path);
        var mutation = new Mutation(new Random(20261122), Fragments);
        int rounds = 0;
        int found = 0;
        int damaged = 0;
        foreach (int round in LongForm.FuzzRounds(Rounds))
        {
            rounds++;
            byte[] content = mutation.Of(whole, maximumChanges: 5);
            await File.WriteAllBytesAsync(path, content, CancellationToken.None);
            (string? error, List<string> forward, int forwardDamaged) = await ReadAsync(damage => JournalReader.ReadAsync(path, AlertQuery.All, damage, CancellationToken.None));
            (string? otherError, List<string> backward, int backwardDamaged) = await ReadAsync(damage => JournalReader.ReadNewestAsync(path, AlertQuery.All, int.MaxValue, damage, CancellationToken.None));
            backward.Reverse();
            Assert.True(string.Equals(error, otherError, StringComparison.Ordinal) && forward.SequenceEqual(backward, StringComparer.Ordinal), $"round {round}, {error} {otherError}: {Convert.ToHexString(content)}");
            Assert.Equal(forwardDamaged, backwardDamaged);
            found += forward.Count;
            damaged += forwardDamaged;
        }

        output.WriteLine($"{rounds} damaged journals of {Entries} lines: {found} alerts found, {damaged} lines reported.");
        Assert.InRange(found, rounds, rounds * Entries * 2);
        Assert.InRange(damaged, rounds / 10, rounds * Entries);
    }

    [Fact]
    public async Task Opening_a_damaged_journal_preserves_its_lines_or_fails()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("webhook.log");
        byte[] whole = await WriteAsync(path);
        var mutation = new Mutation(new Random(20261123), Fragments);
        int taken = 0;
        int left = 0;
        foreach (int round in LongForm.FuzzRounds(Rounds / 5))
        {
            byte[] content = mutation.Of(whole, maximumChanges: 5);
            await File.WriteAllBytesAsync(path, content, CancellationToken.None);

            // A journal without a readable time is dated by its file, but the entries have the time of the samples.
            File.SetLastWriteTimeUtc(path, JournalSamples.Noon.UtcDateTime);
            try
            {
                await using JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = path, Durability = JournalDurability.Flushed }, JournalSamples.Clock(), log: null);
                await journal.AppendAsync(JournalSamples.Entry("last"), CancellationToken.None);
                taken++;
            }
            catch (WebhookException)
            {
                left++;
                Assert.Equal(content, await File.ReadAllBytesAsync(path, CancellationToken.None));
                continue;
            }

            // Every complete line is unchanged, and the new entry is on a separate line. Zeros left by a power failure are not a line.
            string text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, CancellationToken.None));
            string before = Encoding.Latin1.GetString(content);
            string kept = text[..(text.LastIndexOf('\n', text.Length - 2) + 1)];
            Assert.True(before.StartsWith(kept, StringComparison.Ordinal) && (kept.Length == 0 || kept[^1] == '\n'), $"round {round}: {Convert.ToHexString(content)}");
            string[] cut = before[kept.Length..].Split('\n')[..^1];
            Assert.True(cut.All(line => line.Contains('\0', StringComparison.Ordinal)), $"round {round}: whole lines were cut off of {Convert.ToHexString(content)}");
            (_, List<string> names, _) = await ReadAsync(damage => JournalReader.ReadNewestAsync(path, AlertQuery.All, 1, damage, CancellationToken.None));
            Assert.Equal(["last"], names);
        }

        output.WriteLine($"{taken} damaged journals were taken, {left} were left alone.");
        Assert.NotEqual(0, taken);
    }

    private static async Task<byte[]> WriteAsync(string path)
    {
        await using (JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = path, Durability = JournalDurability.Flushed }, JournalSamples.Clock(), log: null))
        {
            for (int number = 0; number < Entries; number++)
            {
                await journal.AppendAsync(JournalSamples.Entry(number), CancellationToken.None);
            }
        }

        return await File.ReadAllBytesAsync(path, CancellationToken.None);
    }

    private static async Task<(string? Error, List<string> Names, int Damaged)> ReadAsync(Func<Action<string, long, string>, IAsyncEnumerable<WebhookAlert>> read)
    {
        var names = new List<string>();
        int damaged = 0;
        try
        {
            await foreach (WebhookAlert alert in read((_, _, _) => damaged++))
            {
                names.Add(alert.Name ?? string.Empty);
            }
        }
        catch (WebhookException exception)
        {
            return (exception.ErrorId, names, damaged);
        }

        return (null, names, damaged);
    }
}
