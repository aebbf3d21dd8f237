using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Tells by the headers which schemes may have signed a request.</summary>
internal static class SchemeRecogniser
{
    /// <summary>The schemes that the headers may be of: those that can read them if there are such, else all.</summary>
    public static IReadOnlyList<DiagnosisSubject> Recognise(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        List<DiagnosisSubject> present =
        [
            .. SchemeDetector.Detect(headers).OfType<SchemeTemplate>()
                .Select(scheme => new DiagnosisSubject(scheme, request, headers, secrets, options, timeProvider)),
        ];
        List<DiagnosisSubject> readable = present.FindAll(subject => subject.Read.Problem is null);
        return readable.Count > 0 ? readable : present;
    }
}
