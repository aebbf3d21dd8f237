using System.Globalization;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>What the system says of a running process, in /proc.</summary>
internal static class ProcessFigures
{
    // Of every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>The memory that it has now, in bytes.</summary>
    public static long Memory(int process) => FromStatus(process, "VmRSS:");

    /// <summary>The most memory that it had so far, in bytes; 0 when it is gone.</summary>
    public static long PeakMemory(int process) => FromStatus(process, "VmHWM:");

    /// <summary>The processor's time of it and of its children that have ended.</summary>
    public static TimeSpan ProcessorTime(int process)
    {
        // The program's name, in brackets, may hold anything.
        string text = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    private static long FromStatus(int process, string name)
    {
        try
        {
            foreach (string line in File.ReadLines($"/proc/{process}/status"))
            {
                if (line.StartsWith(name, StringComparison.Ordinal))
                {
                    return 1024 * long.Parse(line[name.Length..^"kB".Length], CultureInfo.InvariantCulture);
                }
            }
        }
        catch (IOException)
        {
            // It has ended.
        }

        return 0;
    }
}
