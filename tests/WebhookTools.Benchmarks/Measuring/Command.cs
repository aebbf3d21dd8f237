using System.Diagnostics;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>A program with its arguments.</summary>
internal sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The file that it reads as standard input, or null.</summary>
    public string? Input { get; init; }

    /// <summary>Whether its standard output is of no interest.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether what it says on standard error is of no interest either.</summary>
    public bool IsMute { get; init; }

    /// <summary>Starts it. Redirections are a shell's, which makes way for the program: they cost the one who measures nothing.</summary>
    public Process Start(bool readsOutput = false)
    {
        string script = "exec \"$@\"" + (Input is null ? string.Empty : " < \"$0\"") + (IsSilent ? " > /dev/null" : string.Empty) + (IsMute ? " 2> /dev/null" : string.Empty);
        bool needsShell = Input is not null || IsSilent || IsMute;
        IEnumerable<string> arguments = needsShell ? ["-c", script, Input ?? "sh", Program, .. Arguments] : Arguments;
        var start = new ProcessStartInfo(needsShell ? "sh" : Program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = readsOutput,
        };
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        using Process process = Start(readsOutput: true);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        ThrowIfFailed(process);
        return output;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The time from its start to its end.</returns>
    public async Task<TimeSpan> TimeAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start();
        await process.WaitForExitAsync(cancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        ThrowIfFailed(process);
        return elapsed;
    }

    /// <summary>Runs it to its end, and looks at its memory meanwhile.</summary>
    /// <returns>The most memory that it had, in bytes.</returns>
    public async Task<long> PeakMemoryAsync(CancellationToken cancellationToken)
    {
        using Process process = Start();
        long peak = 0;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        while (!process.HasExited)
        {
            // The system keeps the peak itself, so that looking now and then misses only what comes after the last look.
            peak = Math.Max(peak, ProcessFigures.PeakMemory(process.Id));
            await pause.WaitForNextTickAsync(cancellationToken);
        }

        ThrowIfFailed(process);
        return peak;
    }

    private void ThrowIfFailed(Process process)
    {
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(Program)} ended with {process.ExitCode}.");
        }
    }
}
