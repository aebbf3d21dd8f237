using System.Diagnostics;
using System.Globalization;
using System.Text;
using WebhookTools.Core;
using WebhookTools.JournalCrashHost;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

/// <summary>A real process is killed at random moments. WEBHOOKTOOLS_CRASH_ROUNDS says how often; six times for each mode by default.</summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class JournalCrashTests(ITestOutputHelper output)
{
    private const int DefaultRounds = 6;

    private static int Rounds => LongForm.Count("WEBHOOKTOOLS_CRASH_ROUNDS", DefaultRounds);

    [Theory]
    [InlineData(JournalDurability.Synced, false)]
    [InlineData(JournalDurability.Flushed, true)]
    public async Task What_a_killed_process_had_acknowledged_is_in_the_journal_exactly_once(JournalDurability durability, bool compress)
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

            // Numbers that were never acknowledged are not given again: the same number twice would be a double.
            next += 10_000_000;
        }

        // Whoever opens the journal next cuts the tail; readers do without.
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
        foreach (string argument in (string[])["exec", host, "append", path, durability.ToString(), "65536", first.ToString(CultureInfo.InvariantCulture), compress ? "true" : "false"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var numbers = new List<string>();

        // Killed after some acknowledgements and then some while, so that each round writes and each ends elsewhere.
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

            // What is behind the last line break was being printed: its number may be cut.
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
