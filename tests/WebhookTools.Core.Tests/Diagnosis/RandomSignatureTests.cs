using System.Collections.Concurrent;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Tests.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>A separate class, because it takes longest and runs in parallel with the other classes.</summary>
public sealed class RandomSignatureTests
{
    /// <summary>The same number of signatures for every scheme, each made with a random secret that the receiver does not have.</summary>
    [Fact]
    public void Ten_thousand_random_signatures_have_no_cause()
    {
        const int Count = 10_000;
        string[] names = [.. SignatureSchemes.All.Select(scheme => scheme.Name)];
        var falseCauses = new ConcurrentQueue<string>();
        int diagnosed = 0;

        // Leave half of the cores to other tests.
        Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2), CancellationToken = TestContext.Current.CancellationToken }, number =>
        {
            string name = names[number % names.Length];
            SignatureResult signed = SchemeSample.Sign(name, SchemeSample.NewSecret(name));
            WebhookSecret[] secrets = [SchemeSample.NewSecret(name)];
            var options = new DiagnosisOptions { Scheme = SignatureSchemes.Get(name), SignatureOptions = SchemeSample.Options(name), TimeBudget = TimeSpan.FromMinutes(10) };

            SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(SchemeSample.Received(name, signed), signed.Headers(), secrets, options, new ManualTimeProvider(SchemeSample.Now));

            Interlocked.Increment(ref diagnosed);
            if (diagnosis.Causes.Count > 0 || diagnosis.IsValid || diagnosis.Tried.IsCutShort)
            {
                falseCauses.Enqueue($"{name}: {diagnosis.Cause} {signed.Value}");
            }
        });

        Assert.Empty(falseCauses);
        Assert.Equal(Count, diagnosed);
    }
}
