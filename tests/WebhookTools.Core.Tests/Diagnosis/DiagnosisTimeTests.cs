using System.Diagnostics;
using System.Globalization;
using System.Text;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Diagnosis;

namespace WebhookTools.Core.Tests.Diagnosis;

public sealed class DiagnosisTimeTests(ITestOutputHelper output)
{
    /// <summary>The bars are a third of these. What counts is the processor's time, since other tests run beside this one.</summary>
    [Theory]
    [InlineData("GitHub", 10_000, 300)]
    [InlineData("Stripe", 10_000, 300)]
    [InlineData("StandardWebhooks", 10_000, 300)]
    [InlineData("GitHub", 1_000_000, 3000)]
    [InlineData("Stripe", 1_000_000, 3000)]
    public void The_worst_case_ends_in_time(string scheme, int length, int milliseconds)
    {
        SpoiledSignature spoiled = new()
        {
            Name = "none",
            Causes = [],
            Scheme = scheme,
            Body = MakeBody(length),
            Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            Key = SpoiledSignature.Bytes("another"),
        };
        SignatureRequest request = spoiled.ToRequest() with { Uri = new Uri("https://hooks.example.com/in?x=1") };
        SignatureHeaders headers = spoiled.ToHeaders();
        WebhookSecret[] secrets = [WebhookSecret.FromText(spoiled.Secret)];
        var options = new DiagnosisOptions { Scheme = SignatureSchemes.Get(scheme) };

        // The first run compiles the code.
        _ = SignatureDiagnoser.Diagnose(request, headers, secrets, options, TimeProvider.System);
        TimeSpan best = TimeSpan.MaxValue;
        SignatureDiagnosis? diagnosis = null;
        for (int run = 0; run < 3; run++)
        {
            TimeSpan start = GetThreadTime();
            diagnosis = SignatureDiagnoser.Diagnose(request, headers, secrets, options, TimeProvider.System);
            TimeSpan elapsed = GetThreadTime() - start;
            best = elapsed < best ? elapsed : best;
        }

        Assert.Empty(diagnosis!.Causes);
        output.WriteLine($"{scheme}, {length} bytes: {best.TotalMilliseconds:0.0} ms, {diagnosis.Tried.Combinations} combinations, cut short: {diagnosis.Tried.IsCutShort}");
        Assert.True(best < TimeSpan.FromMilliseconds(milliseconds), $"{best.TotalMilliseconds} ms");
    }

    [Fact]
    public void A_limit_that_is_reached_is_said()
    {
        SpoiledSignature spoiled = new() { Name = "none", Causes = [], Key = SpoiledSignature.Bytes("another") };

        SignatureDiagnosis diagnosis = spoiled.Diagnose(new DiagnosisOptions { MaximumCombinations = 5 });

        Assert.True(diagnosis.Tried.IsCutShort);
        Assert.InRange(diagnosis.Tried.Combinations, 5, 6);
        Assert.Contains(diagnosis.Tried.Alone, trial => trial.Outcome == DiagnosisOutcome.NotTried);
        Assert.Contains("cut short", diagnosis.Cause, StringComparison.Ordinal);
    }

    /// <summary>The time that this thread has had the processor; where the system does not tell, the time of day.</summary>
    private static TimeSpan GetThreadTime()
    {
        const string Path = "/proc/thread-self/schedstat";
        return File.Exists(Path)
            ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(Path).Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0)
            : Stopwatch.GetElapsedTime(0);
    }

    private static byte[] MakeBody(int length)
    {
        var text = new StringBuilder("{\n  \"items\": [");
        for (int index = 0; text.Length < length; index++)
        {
            text.Append(index == 0 ? "\n" : ",\n").Append(CultureInfo.InvariantCulture, $"    {{\n      \"name\": \"caf\u00e9 <{index}>\",\n      \"url\": \"https://example.com/{index}\",\n      \"value\": {index}.50,\n      \"active\": true\n    }}");
        }

        return Encoding.UTF8.GetBytes(text.Append("\n  ]\n}\n").ToString());
    }
}
