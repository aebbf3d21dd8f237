using WebhookTools.Core.Diagnosis.Conclusions;
using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis;

/// <summary>
/// Explains why a signature does not match: finds the change of body, secret, algorithm, encoding, construction or
/// time that makes it match, and proves it by reproducing the received signature.
/// </summary>
public static class SignatureDiagnoser
{
    /// <summary>The body rules are skipped for longer bodies.</summary>
    private const int MaximumTransformedLength = 64 * 1024 * 1024;

    /// <summary>Diagnoses a signature.</summary>
    /// <param name="request">The received request.</param>
    /// <param name="headers">The received headers.</param>
    /// <param name="secrets">The secrets, at least one.</param>
    /// <param name="options">The scheme and the limits of the search.</param>
    /// <param name="timeProvider">The clock, for timestamp checks and for the time limit.</param>
    /// <exception cref="SignatureException">No secret was given, or an option is invalid.</exception>
    /// <exception cref="WebhookException">The body is a file that cannot be read.</exception>
    public static SignatureDiagnosis Diagnose(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, DiagnosisOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        var budget = new SearchBudget(options, request.Body.Length, timeProvider);
        if (secrets.Count == 0)
        {
            throw SignatureErrors.SecretMissing(options.Scheme?.Name ?? "The diagnosis");
        }

        bool isAuto = options.Scheme is null || ReferenceEquals(options.Scheme, SignatureSchemes.Auto);
        IReadOnlyList<DiagnosisContext> contexts = isAuto
            ? DiagnosisContext.DetectSchemes(request, headers, secrets, options.SignatureOptions, timeProvider)
            : [new DiagnosisContext(RequireTemplate(options.Scheme!), request, headers, secrets, options.SignatureOptions, timeProvider)];
        SignatureDiagnosis diagnosis = contexts.Count == 0 ? NoneDetected(headers) : Diagnose(contexts, options, budget);
        if (isAuto && diagnosis.IsValid)
        {
            diagnosis = RequireAuto(diagnosis, request, headers, secrets, options, timeProvider);
        }

        return DiagnosisMask.Apply(AddDifference(diagnosis, request, options, budget), secrets);
    }

    /// <summary>A signature that is valid for its detected scheme is not valid overall if <c>Auto</c> rejects that scheme.</summary>
    private static SignatureDiagnosis RequireAuto(SignatureDiagnosis diagnosis, SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, DiagnosisOptions options, TimeProvider timeProvider)
    {
        BaselineVerification auto = BaselineVerification.Get(SignatureSchemes.Auto, request, headers, secrets, options.SignatureOptions, timeProvider);
        return auto.Verification is { IsValid: true }
            ? diagnosis with { Reason = auto.Reason }
            : DiagnosisBuilder.NotByAuto(diagnosis, auto);
    }

    private static SchemeTemplate RequireTemplate(SignatureScheme scheme) =>
        scheme as SchemeTemplate ?? throw SignatureErrors.SchemeNotDiagnosable(scheme.Name);

    private static SignatureDiagnosis Diagnose(IReadOnlyList<DiagnosisContext> contexts, DiagnosisOptions options, SearchBudget budget)
    {
        BodyVariants bodies = GetBodies(contexts[0].Request, options);
        List<SchemeDiagnoser> diagnosers = [.. contexts.Select(context => new SchemeDiagnoser(context, bodies, budget))];
        string[] notes = diagnosers.Count > 1
            ? [$"The headers match several schemes: {string.Join(", ", diagnosers.Select(diagnoser => diagnoser.Context.Scheme.Name))}."]
            : [];

        SchemeDiagnoser? valid = diagnosers.Find(diagnoser => diagnoser.Baseline.Verification is { IsValid: true });
        SignatureDiagnosis? diagnosis = valid?.GetValid();

        // Headers that this scheme cannot read usually belong to another scheme.
        if (diagnosers[0].Baseline.Verdict is SignatureVerdict.HeaderMissing or SignatureVerdict.HeaderMalformed)
        {
            diagnosis ??= TryOtherSchemes(diagnosers[0]);
        }

        for (int index = 0; diagnosis is null && index < diagnosers.Count; index++)
        {
            diagnosis = diagnosers[index].TryExplain();
        }

        diagnosis ??= TryOtherSchemes(diagnosers[0]) ?? diagnosers[0].GetUnexplained();
        return diagnosis with { Notes = [.. notes, .. diagnosis.Notes] };
    }

    private static BodyVariants GetBodies(SignatureRequest request, DiagnosisOptions options)
    {
        if (request.Body.Length > MaximumTransformedLength)
        {
            return new BodyVariants(request.Body, []);
        }

        return options.ExpectedBody is { Length: <= MaximumTransformedLength } expected
            ? new BodyVariants(request.Body, [BodyRules.ForExpectedBody(expected.ReadAll(), request.Body.Length == 0), .. BodyRules.All])
            : new BodyVariants(request.Body, BodyRules.All);
    }

    private static SignatureDiagnosis? TryOtherSchemes(SchemeDiagnoser diagnoser)
    {
        DiagnosisContext context = diagnoser.Context;
        foreach (DiagnosisContext other in DiagnosisContext.DetectSchemes(context.Request, context.Headers, context.Secrets, SignatureOptions.Default, context.TimeProvider))
        {
            if (!ReferenceEquals(other.Scheme, context.Scheme) && diagnoser.TryExplainBy(other, new BodyVariants(context.Request.Body, [])) is { } diagnosis)
            {
                return diagnosis;
            }
        }

        return null;
    }

    private static SignatureDiagnosis NoneDetected(SignatureHeaders headers)
    {
        DiagnosisCause cause = InspectionCauses.NoneKnown(headers.Values.Keys);
        return new SignatureDiagnosis
        {
            Verdict = SignatureVerdict.HeaderMissing,
            Reason = cause.Text,
            Scheme = string.Empty,
            HeaderName = string.Empty,
            Causes = [cause],
            Cause = cause.Text,
            Fix = DiagnosisBuilder.DescribeFix([cause]),
        };
    }

    private static SignatureDiagnosis AddDifference(SignatureDiagnosis diagnosis, SignatureRequest request, DiagnosisOptions options, SearchBudget budget)
    {
        if (options.ExpectedBody is not { Length: <= MaximumTransformedLength } expected || request.Body.Length > MaximumTransformedLength)
        {
            return diagnosis;
        }

        BodyDifference? difference = BodyComparer.Compare(expected.ReadAll(), request.Body.ReadAll(), budget);
        return difference is null
            ? diagnosis with { Notes = [.. diagnosis.Notes, "The received body equals the sender's body byte for byte."] }
            : diagnosis with { Difference = difference };
    }
}
