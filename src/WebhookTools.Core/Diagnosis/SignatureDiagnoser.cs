using WebhookTools.Core.Diagnosis.Conclusions;
using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis;

/// <summary>
/// Finds out why a signature does not match: it looks for the change of body, secret, algorithm, encoding,
/// construction or time that makes it match, and proves it by making the received signature anew.
/// </summary>
public static class SignatureDiagnoser
{
    /// <summary>A longer body is not changed: only the secret, the algorithm and the construction are.</summary>
    private const int MaximumChangedLength = 64 * 1024 * 1024;

    /// <summary>Looks at a signature.</summary>
    /// <param name="request">The request as it came.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="secrets">The secrets, one at least.</param>
    /// <param name="options">The scheme, and how long to look.</param>
    /// <param name="timeProvider">The clock, for signatures with a time and for the time that the search takes.</param>
    /// <exception cref="SignatureException">No secret was given, or an option has a value that is not allowed.</exception>
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
        IReadOnlyList<DiagnosisContext> subjects = isAuto
            ? DiagnosisContext.DetectSchemes(request, headers, secrets, options.SignatureOptions, timeProvider)
            : [new DiagnosisContext(RequireTemplate(options.Scheme!), request, headers, secrets, options.SignatureOptions, timeProvider)];
        SignatureDiagnosis diagnosis = subjects.Count == 0 ? NoneRecognised(headers) : Diagnose(subjects, options, budget);
        if (isAuto && diagnosis.IsValid)
        {
            diagnosis = RequireAuto(diagnosis, request, headers, secrets, options, timeProvider);
        }

        return Compare(diagnosis, request, options, budget);
    }

    /// <summary>A signature that holds by the scheme it is recognised as, and that Auto does not take, is not valid without that scheme's name.</summary>
    private static SignatureDiagnosis RequireAuto(SignatureDiagnosis diagnosis, SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, DiagnosisOptions options, TimeProvider timeProvider)
    {
        BaselineVerification auto = BaselineVerification.Get(SignatureSchemes.Auto, request, headers, secrets, options.SignatureOptions, timeProvider);
        return auto.Verification is { IsValid: true }
            ? diagnosis with { Reason = auto.Reason }
            : DiagnosisBuilder.NotByAuto(diagnosis, auto);
    }

    private static SchemeTemplate RequireTemplate(SignatureScheme scheme) =>
        scheme as SchemeTemplate ?? throw SignatureErrors.SchemeNotDiagnosable(scheme.Name);

    private static SignatureDiagnosis Diagnose(IReadOnlyList<DiagnosisContext> subjects, DiagnosisOptions options, SearchBudget budget)
    {
        BodyVariants bodies = GetBodies(subjects[0].Request, options);
        List<SchemeDiagnoser> attempts = [.. subjects.Select(subject => new SchemeDiagnoser(subject, bodies, budget))];
        string[] notes = attempts.Count > 1
            ? [$"The headers fit several schemes: {string.Join(", ", attempts.Select(attempt => attempt.Subject.Scheme.Name))}."]
            : [];

        SchemeDiagnoser? valid = attempts.Find(attempt => attempt.Ordinary.Verification is { IsValid: true });
        SignatureDiagnosis? answer = valid?.ConcludeValid();

        // Headers that this scheme cannot read at all are another's more often than spoiled.
        if (attempts[0].Ordinary.Verdict is SignatureVerdict.HeaderMissing or SignatureVerdict.HeaderMalformed)
        {
            answer ??= TryOtherSchemes(attempts[0]);
        }

        for (int index = 0; answer is null && index < attempts.Count; index++)
        {
            answer = attempts[index].TryExplain();
        }

        answer ??= TryOtherSchemes(attempts[0]) ?? attempts[0].ConcludeUnexplained();
        return answer with { Notes = [.. notes, .. answer.Notes] };
    }

    private static BodyVariants GetBodies(SignatureRequest request, DiagnosisOptions options)
    {
        if (request.Body.Length > MaximumChangedLength)
        {
            return new BodyVariants(request.Body, []);
        }

        return options.ExpectedBody is { Length: <= MaximumChangedLength } expected
            ? new BodyVariants(request.Body, [BodyRules.ForExpectedBody(expected.ReadAll(), request.Body.Length == 0), .. BodyRules.All])
            : new BodyVariants(request.Body, BodyRules.All);
    }

    /// <summary>Whether another scheme finds the request valid, as it came and with the same secrets.</summary>
    private static SignatureDiagnosis? TryOtherSchemes(SchemeDiagnoser attempt)
    {
        DiagnosisContext subject = attempt.Subject;
        foreach (DiagnosisContext other in DiagnosisContext.DetectSchemes(subject.Request, subject.Headers, subject.Secrets, SignatureOptions.Default, subject.TimeProvider))
        {
            if (!ReferenceEquals(other.Scheme, subject.Scheme) && attempt.TryExplainBy(other, new BodyVariants(subject.Request.Body, [])) is { } diagnosis)
            {
                return diagnosis;
            }
        }

        return null;
    }

    private static SignatureDiagnosis NoneRecognised(SignatureHeaders headers)
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

    private static SignatureDiagnosis Compare(SignatureDiagnosis diagnosis, SignatureRequest request, DiagnosisOptions options, SearchBudget budget)
    {
        if (options.ExpectedBody is not { Length: <= MaximumChangedLength } expected || request.Body.Length > MaximumChangedLength)
        {
            return diagnosis;
        }

        BodyDifference? difference = BodyComparer.Compare(expected.ReadAll(), request.Body.ReadAll(), budget);
        return difference is null
            ? diagnosis with { Notes = [.. diagnosis.Notes, "The body that came is the sender's, byte for byte."] }
            : diagnosis with { Difference = difference };
    }
}
