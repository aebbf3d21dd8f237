using System.Diagnostics;
using System.Globalization;
using System.Text;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Tests.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Diagnosis;

public sealed class DiagnosisTimeTests(ITestOutputHelper output)
{
    /// <summary>The limits are three times the targets. Measures processor time, because other tests run in parallel.</summary>
    [Theory]
    [InlineData("GitHub", 10_000, 300)]
    [InlineData("Stripe", 10_000, 300)]
    [InlineData("StandardWebhooks", 10_000, 300)]
    [InlineData("GitHub", 1_000_000, 3000)]
    [InlineData("Stripe", 1_000_000, 3000)]
    public void The_worst_case_completes_in_time(string scheme, int length, int milliseconds)
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

        (TimeSpan best, SignatureDiagnosis diagnosis) = Measure(() => SignatureDiagnoser.Diagnose(request, headers, secrets, options, TimeProvider.System));

        Assert.Empty(diagnosis.Causes);
        output.WriteLine($"{scheme}, {length} bytes: {best.TotalMilliseconds:0.0} ms, {diagnosis.Tried.Combinations} combinations, cut short: {diagnosis.Tried.IsCutShort}");
        Assert.True(best < TimeSpan.FromMilliseconds(milliseconds), $"{best.TotalMilliseconds} ms");
    }

    /// <summary>
    /// Every scheme, with an unexplained signature, so that everything is tried. The limit is three times the target. With a key
    /// pair, each combination costs a whole verification, which takes the managed library 0.15 ms.
    /// </summary>
    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void The_worst_case_completes_in_time_for_every_scheme(string scheme)
    {
        SignatureRequest request = SchemeSample.Request(scheme) with { Body = MakeBody(scheme) };
        SignatureResult signed = SchemeSample.Sign(scheme, request, SchemeSample.NewSecret(scheme));
        WebhookSecret[] secrets = [SchemeSample.NewSecret(scheme)];
        var options = new DiagnosisOptions { Scheme = SignatureSchemes.Get(scheme), SignatureOptions = SchemeSample.Options(scheme) };

        (TimeSpan best, SignatureDiagnosis diagnosis) = Measure(() =>
            SignatureDiagnoser.Diagnose(request.With(signed), signed.Headers(), secrets, options, new ManualTimeProvider(SchemeSample.Now)));

        Assert.Empty(diagnosis.Causes);
        Assert.False(diagnosis.Tried.IsCutShort);
        output.WriteLine($"{scheme}: {best.TotalMilliseconds:0.0} ms, {diagnosis.Tried.Combinations} combinations");
        Assert.True(best < TimeSpan.FromMilliseconds(SignatureSchemes.Get(scheme).HasKeyPair ? 1200 : 300), $"{best.TotalMilliseconds} ms");
    }

    /// <summary>Without a budget check between signatures, the first combination alone would take 85 × 80 ms.</summary>
    [Fact]
    public void A_header_full_of_signatures_is_subject_to_the_budget()
    {
        var random = new Random(20261127);
        SignatureRequest request = SchemeSample.Request("StandardWebhooksEd25519") with { Body = WebhookBody.FromBytes(new byte[8 * 1024 * 1024]) };
        SignatureHeaders headers = SchemeSample.Headers(
            ("webhook-id", "msg_1"), ("webhook-timestamp", "1763717400"), ("webhook-signature", string.Join(' ', Enumerable.Range(0, 85).Select(_ => "v1a," + NextSignature(random)))));
        var options = new DiagnosisOptions { Scheme = SignatureSchemes.Get("StandardWebhooksEd25519"), TimeBudget = TimeSpan.FromMilliseconds(100) };

        TimeSpan start = GetThreadTime();
        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(request, headers, [SchemeSample.NewSecret("StandardWebhooksEd25519")], options, TimeProvider.System);
        TimeSpan elapsed = GetThreadTime() - start;

        output.WriteLine($"{elapsed.TotalMilliseconds:0.0} ms");
        Assert.Empty(diagnosis.Causes);
        Assert.True(diagnosis.Tried.IsCutShort);
        Assert.True(elapsed < TimeSpan.FromSeconds(3), $"{elapsed.TotalMilliseconds} ms");
    }

    /// <summary>The clock advances by 1 ms at each look, so that the budget ends among the 85 signatures of the first change.</summary>
    [Fact]
    public void A_change_that_the_budget_interrupts_is_not_ruled_out()
    {
        var random = new Random(20261127);
        SignatureRequest request = SchemeSample.Request("StandardWebhooksEd25519") with { Body = WebhookBody.FromText("{}\n") };
        SignatureHeaders headers = SchemeSample.Headers(
            ("webhook-id", "msg_1"), ("webhook-timestamp", "1763717400"), ("webhook-signature", string.Join(' ', Enumerable.Range(0, 85).Select(_ => "v1a," + NextSignature(random)))));
        var options = new DiagnosisOptions { Scheme = SignatureSchemes.Get("StandardWebhooksEd25519"), TimeBudget = TimeSpan.FromMilliseconds(140) };

        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(request, headers, [SchemeSample.NewSecret("StandardWebhooksEd25519")], options, new AdvancingTimeProvider());

        Assert.Equal(2, diagnosis.Tried.Combinations);
        Assert.DoesNotContain(diagnosis.Tried.Singles, result => result.Outcome == RuleOutcome.RuledOut);
        Assert.True(diagnosis.Tried.IsCutShort);
    }

    [Fact]
    public void A_reached_limit_is_reported()
    {
        SpoiledSignature spoiled = new() { Name = "none", Causes = [], Key = SpoiledSignature.Bytes("another") };

        SignatureDiagnosis diagnosis = spoiled.Diagnose(new DiagnosisOptions { MaximumCombinations = 5 });

        Assert.True(diagnosis.Tried.IsCutShort);
        Assert.InRange(diagnosis.Tried.Combinations, 5, 6);
        Assert.Contains(diagnosis.Tried.Singles, result => result.Outcome == RuleOutcome.NotTried);
        Assert.Contains("cut short", diagnosis.Cause, StringComparison.Ordinal);
    }

    private static (TimeSpan Best, SignatureDiagnosis Diagnosis) Measure(Func<SignatureDiagnosis> diagnose)
    {
        // The first run includes JIT compilation.
        SignatureDiagnosis diagnosis = diagnose();
        TimeSpan best = TimeSpan.MaxValue;
        for (int run = 0; run < 3; run++)
        {
            TimeSpan start = GetThreadTime();
            diagnosis = diagnose();
            TimeSpan elapsed = GetThreadTime() - start;
            best = elapsed < best ? elapsed : best;
        }

        return (best, diagnosis);
    }

    /// <summary>Returns the processor time of this thread on Linux; otherwise, the elapsed time.</summary>
    private static TimeSpan GetThreadTime()
    {
        const string Path = "/proc/thread-self/schedstat";
        return File.Exists(Path)
            ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(Path).Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0)
            : Stopwatch.GetElapsedTime(0);
    }

    /// <summary>10 KB of content that the scheme signs: a form, or JSON with the timestamp that Linear reads.</summary>
    private static WebhookBody MakeBody(string scheme)
    {
        const int Length = 10_000;
        return scheme is "Twilio" or "Mandrill"
            ? WebhookBody.FromText("a=1" + string.Concat(Enumerable.Range(0, Length / 20).Select(number => FormattableString.Invariant($"&field{number}=caf%C3%A9+{number}"))))
            : WebhookBody.FromBytes(MakeBody(Length, FormattableString.Invariant($"\n  \"webhookTimestamp\": {SchemeSample.Now.ToUnixTimeMilliseconds()},")));
    }

    private static string NextSignature(Random random)
    {
        byte[] bytes = new byte[64];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static byte[] MakeBody(int length, string before = "")
    {
        var text = new StringBuilder("{" + before + "\n  \"items\": [");
        for (int index = 0; text.Length < length; index++)
        {
            text.Append(index == 0 ? "\n" : ",\n").Append(CultureInfo.InvariantCulture, $"    {{\n      \"name\": \"caf\u00e9 <{index}>\",\n      \"url\": \"https://example.com/{index}\",\n      \"value\": {index}.50,\n      \"active\": true\n    }}");
        }

        return Encoding.UTF8.GetBytes(text.Append("\n  ]\n}\n").ToString());
    }

    private sealed class AdvancingTimeProvider : TimeProvider
    {
        private long _timestamp;

        public override long GetTimestamp() => _timestamp += TimestampFrequency / 1000;

        public override DateTimeOffset GetUtcNow() => SchemeSample.Now;
    }
}
