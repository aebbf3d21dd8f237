using System.Diagnostics;
using System.Globalization;
using System.Text;
using WebhookTools.Core;
using WebhookTools.JournalCrashHost;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

/// <summary>Kills a real process at random moments, WEBHOOKTOOLS_CRASH_ROUNDS times in each mode. The default is six.</summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class JournalCrashTests(ITestOutputHelper output)
{
    private const int DefaultRounds = 6;

    private static int Rounds => LongForm.Count("WEBHOOKTOOLS_CRASH_ROUNDS", DefaultRounds);

    [Theory]
    [InlineData(JournalDurability.Synced, false)]
    [InlineData(JournalDurability.Flushed, true)]
    public async Task Entries_acknowledged_by_a_killed_process_are_in_the_journal_exactly_once(JournalDurability durability, bool compress)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("webhook.log");
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        long next = 0;
        for (int round = 0; round < Rounds; round++)
        {
            foreach (string number in await RunAndKillAsync(path, durability, next, compress))
            {
                Assert.True(acknowledged.Add(number), $"{number} was acknowledged twice.");
            }

            // Numbers are not reused, even if they were not acknowledged, so that each number in the journal is unique.
            next += 10_000_000;
        }

        // Opening the journal removes the torn tail. Readers ignore it.
        List<string?> before = await ReadAsync(path);
        await using (JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = path }, TimeProvider.System, log: null))
        {
            Assert.True(journal.IsHealthy);
        }

        List<string?> names = await ReadAsync(path);
        int rotated = JournalSamples.RotatedNames(path).Length;
        output.WriteLine($"{Rounds} kills, {acknowledged.Count} acknowledged, {names.Count} in {rotated} rotated files and the active one.");
        Assert.Equal(before, names);
        Assert.Equal(names.Count, names.ToHashSet(StringComparer.Ordinal).Count);
        Assert.Empty(acknowledged.Except(names!, StringComparer.Ordinal));
        Assert.True(acknowledged.Count > Rounds, "Too few were acknowledged to prove anything.");
        Assert.True(rotated > 0, "Nothing was rotated.");
    }

    private static async Task<List<string?>> ReadAsync(string path) => await JournalSamples.ReadNamesAsync(path);

    private static async Task<List<string>> RunAndKillAsync(string path, JournalDurability durability, long first, bool compress)
    {
        string host = System.IO.Path.Combine(AppContext.BaseDirectory, $"{typeof(NumberedAppender).Assembly.GetName().Name}.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in (string[])["exec", host, path, durability.ToString(), "65536", first.ToString(CultureInfo.InvariantCulture), compress ? "true" : "false"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var numbers = new List<string>();

        // Kill after a random number of acknowledgements, so that each round writes and ends at a different point.
        int atLeast = 1 + (int)(SystemRandomSource.Instance.NextDouble() * 3000);
        try
        {
            var text = new StringBuilder();
            byte[] buffer = new byte[4096];
            int read;
            while ((read = await process.StandardOutput.BaseStream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
                if (!process.HasExited && text.Length > atLeast * 5)
                {
                    process.Kill();
                }
            }

            // The text after the last line break may be an incomplete number.
            numbers.AddRange(text.ToString().Split('\n')[..^1]);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        Assert.Equal("", await errors);
        return numbers;
    }
}
