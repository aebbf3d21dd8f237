using WebhookTools.Core.Signatures.Schemes;
using WebhookTools.Core.Signatures.Shapes;

namespace WebhookTools.Core.Signatures.Diagnosis.Search;

/// <summary>Tells by the headers which schemes may have signed a request.</summary>
internal static class SchemeRecogniser
{
    /// <summary>The schemes whose signature header came: those that can read it if there are such, else all.</summary>
    public static IReadOnlyList<SchemeTemplate> Recognise(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        List<SchemeTemplate> present =
        [
            .. SignatureSchemes.All.OfType<SchemeTemplate>()
                .Where(scheme => scheme is HmacScheme ? headers.TryGet(options.HeaderName ?? scheme.HeaderNames[0], out _) : scheme.HeaderNames.Count > 0 && headers.TryGet(scheme.HeaderNames[0], out _)),
        ];
        List<SchemeTemplate> readable = [.. present.Where(scheme => scheme.ReadHeaders(request, headers, options).Problem is null)];
        return readable.Count > 0 ? readable : present;
    }
}
