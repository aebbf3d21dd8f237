using System.Globalization;
using System.Text;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;

namespace WebhookTools.JournalCrashHost;

/// <summary>Appends numbered entries from 16 tasks until it is killed, and prints each number that was acknowledged.</summary>
public static class NumberedAppender
{
    private const int Appenders = 16;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new JournalOptions
        {
            Path = arguments[0],
            Durability = Enum.Parse<JournalDurability>(arguments[1]),
            MaximumSize = long.Parse(arguments[2], CultureInfo.InvariantCulture),
            Compress = bool.Parse(arguments[4]),
        };
        long next = long.Parse(arguments[3], CultureInfo.InvariantCulture);
        await using JournalWriter journal = JournalWriter.Open(options, TimeProvider.System, log: null);
        var samples = new SampleEntries(TimeProvider.System);

        // Standard output is what the one who kills this process reads; each number is with the system when its write returns.
        await using Stream output = Console.OpenStandardOutput();
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(_ => Task.Run(AppendAsync)));
        return 0;

        async Task AppendAsync()
        {
            while (true)
            {
                long number = Interlocked.Increment(ref next);
                string name = number.ToString(CultureInfo.InvariantCulture);
                await journal.AppendAsync(samples.Entry(SampleEntries.Alarm(number), name), CancellationToken.None);
                byte[] line = Encoding.ASCII.GetBytes(name + "\n");
                lock (gate)
                {
                    output.Write(line);
                }
            }
        }
    }
}
