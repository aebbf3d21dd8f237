using System.Diagnostics;
using System.Globalization;

namespace WebhookTools.Tests;

/// <summary>
/// Crash, overload and fuzz tests have a short form for every run and a long form that an environment variable enables.
/// The script <c>tests/long-forms</c> enables all of them.
/// </summary>
public static class LongForm
{
    /// <summary>The name of the trait that marks these tests.</summary>
    public const string Trait = "Form";

    /// <summary>The value of the trait.</summary>
    public const string Long = "Long";

    /// <summary>The variable that sets the duration of each fuzz test in seconds.</summary>
    public const string FuzzSeconds = "WEBHOOKTOOLS_FUZZ_SECONDS";

    /// <summary>Returns the number that the variable holds, or the number for the short form.</summary>
    public static int Count(string variable, int shortForm) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : shortForm;

    /// <summary>Returns the numbers of a fuzz test's rounds, from 0. The long form continues until its time is up.</summary>
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
