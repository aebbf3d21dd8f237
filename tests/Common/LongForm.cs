using System.Diagnostics;
using System.Globalization;

namespace WebhookTools.Tests;

/// <summary>
/// Tests that prove by numbers have a short form, for every run, and a long one, which an environment variable asks for.
/// <c>tests/long-forms</c> sets all of them.
/// </summary>
public static class LongForm
{
    /// <summary>The trait of such a test.</summary>
    public const string Trait = "Form";

    /// <summary>The trait's value.</summary>
    public const string Long = "Long";

    /// <summary>For how many seconds each fuzz test goes on.</summary>
    public const string FuzzSeconds = "WEBHOOKTOOLS_FUZZ_SECONDS";

    /// <summary>The number that the variable holds, or that of the short form.</summary>
    public static int Count(string variable, int shortForm) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : shortForm;

    /// <summary>The rounds of a fuzz test, from 0: so many, or as many as the time of the long form allows.</summary>
    public static IEnumerable<int> FuzzRounds(int shortForm)
    {
        var time = TimeSpan.FromSeconds(Count(FuzzSeconds, 0));
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; time > TimeSpan.Zero ? Stopwatch.GetElapsedTime(start) < time : round < shortForm; round++)
        {
            yield return round;
        }
    }
}
