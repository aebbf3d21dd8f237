using System.Diagnostics;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>A program with its arguments.</summary>
internal sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The file to use as standard input, or null.</summary>
    public string? Input { get; init; }

    /// <summary>Whether to discard standard output.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether to discard standard error.</summary>
    public bool IsMute { get; init; }

    /// <summary>Starts the program. A shell that replaces itself by the program sets up the redirections, so that they cost this process no time.</summary>
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

    /// <summary>Runs the program and returns its standard output.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        using Process process = Start(readsOutput: true);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        ThrowIfFailed(process);
        return output;
    }

    /// <summary>Runs the program and returns the elapsed time.</summary>
    public async Task<TimeSpan> TimeAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start();
        await process.WaitForExitAsync(cancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        ThrowIfFailed(process);
        return elapsed;
    }

    /// <summary>Runs the program and returns its peak memory in bytes.</summary>
    public async Task<long> PeakMemoryAsync(CancellationToken cancellationToken)
    {
        using Process process = Start();
        long peak = 0;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        while (!process.HasExited)
        {
            // The kernel records the peak, so only an increase after the last look is missed.
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
            throw new InvalidOperationException($"{Path.GetFileName(Program)} exited with {process.ExitCode}.");
        }
    }
}
