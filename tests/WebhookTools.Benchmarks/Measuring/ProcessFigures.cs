using System.Globalization;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>Figures of a running process, from /proc.</summary>
internal static class ProcessFigures
{
    // USER_HZ, on every Linux that .NET supports.
    private const double TicksPerSecond = 100;

    /// <summary>The resident memory, in bytes.</summary>
    public static long Memory(int process) => FromStatus(process, "VmRSS:");

    /// <summary>The peak resident memory, in bytes, or 0 after the process has exited.</summary>
    public static long PeakMemory(int process) => FromStatus(process, "VmHWM:");

    /// <summary>The processor time of the process and of its child processes that have exited.</summary>
    public static TimeSpan ProcessorTime(int process)
    {
        // The program name, in parentheses, may contain spaces.
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
            // The process has exited.
        }

        return 0;
    }
}
