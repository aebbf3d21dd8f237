using System.Runtime.InteropServices;

namespace WebhookTools.Core.Sending.Direct;

/// <summary>When an attempt's time is over. By the machine's own clock: the system's calls, which wait, know no other one.</summary>
/// <param name="Start">A timestamp.</param>
/// <param name="Time">How long it may take from there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Deadline(long Start, TimeSpan Time)
{
    /// <summary>How much a wait of the system may end early.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => Elapsed + Slack >= Time;

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(Start);

    /// <summary>From now on.</summary>
    public static Deadline After(TimeSpan time) => new(TimeProvider.System.GetTimestamp(), time);

    /// <summary>How long a wait may last at most, in milliseconds, at least 1. All of the time, while hardly any of it has gone by: then nothing has to be set anew.</summary>
    /// <exception cref="TimeoutException">Nothing is left.</exception>
    public int GetLongestWait()
    {
        TimeSpan elapsed = Elapsed;
        if (elapsed >= Time)
        {
            throw new TimeoutException();
        }

        TimeSpan left = elapsed > Time / 100 ? Time - elapsed : Time;
        return Math.Max(1, (int)left.TotalMilliseconds);
    }
}
