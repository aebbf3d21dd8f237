using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>A request to diagnose against one scheme.</summary>
internal sealed class DiagnosisContext
{
    public DiagnosisContext(SchemeTemplate scheme, SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        Scheme = scheme;
        Request = request;
        Headers = headers;
        Secrets = secrets;
        Options = options;
        TimeProvider = timeProvider;
        Descriptor = scheme.Describe(options);
        Read = ReadHeaders();
        Metadata = HeaderMetadata.Find(request, headers, Read);
        HeaderName = FindHeaderName();
    }

    public SchemeTemplate Scheme { get; }

    public SignatureRequest Request { get; }

    public SignatureHeaders Headers { get; }

    public IReadOnlyList<WebhookSecret> Secrets { get; }

    public SignatureOptions Options { get; }

    public TimeProvider TimeProvider { get; }

    public SchemeDescriptor Descriptor { get; }

    /// <summary>The signature as the scheme reads it from the headers.</summary>
    public ReceivedSignature Read { get; }

    public HeaderMetadata Metadata { get; }

    /// <summary>The header that carries the signature, given the scheme and the options.</summary>
    public string HeaderName { get; }

    /// <summary>True if the header carries the secret itself, which must not be shown.</summary>
    public bool CarriesSecret => Descriptor.Algorithm is TokenAlgorithm;

    /// <summary>Creates a context for each scheme whose headers are present: those that can read their headers, or all of them if none can.</summary>
    public static IReadOnlyList<DiagnosisContext> DetectSchemes(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        List<DiagnosisContext> present =
        [
            .. SchemeDetector.Detect(headers).OfType<SchemeTemplate>()
                .Select(scheme => new DiagnosisContext(scheme, request, headers, secrets, options, timeProvider)),
        ];
        List<DiagnosisContext> readable = present.FindAll(context => context.Read.Problem is null);
        return readable.Count > 0 ? readable : present;
    }

    /// <summary>Verifies a changed request with the scheme and a raw key.</summary>
    public SignatureVerification Verify(SignatureRequest request, byte[] key, TimeSpan? tolerance) =>
        Scheme.Verify(request, Headers, [WebhookSecret.FromKey(Descriptor.SecretFormat, key)], Options with { Tolerance = tolerance }, TimeProvider);

    /// <summary>Writes a signature as the scheme does. Returns null if an input is missing.</summary>
    public FormattedSignature? Write(SignatureInput input, byte[] signature)
    {
        try
        {
            return Scheme.WriteHeaders(input, signature, WebhookSecret.FromKey(Descriptor.SecretFormat, []));
        }
        catch (SignatureException)
        {
            // The scheme writes the signature to a part that this request lacks.
            return null;
        }
    }

    /// <summary>Some schemes throw if the URL is missing. The normal verification reports that error.</summary>
    private ReceivedSignature ReadHeaders()
    {
        try
        {
            return Scheme.ReadHeaders(Request, Headers, Options);
        }
        catch (SignatureException exception)
        {
            return ReceivedSignature.Invalid(exception.Message);
        }
    }

    /// <summary>The options can rename the header, so this inspects the headers that the scheme writes.</summary>
    private string FindHeaderName()
    {
        string fallback = Scheme.HeaderNames.Count > 0 ? Scheme.HeaderNames[0] : string.Empty;
        if (Write(new SignatureInput(Request, Options, "id", "1"), new byte[Descriptor.Algorithm.SignatureLength]) is not { } written)
        {
            return fallback;
        }

        foreach ((string name, string value) in written.Headers)
        {
            if (string.Equals(value, written.Value, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return fallback;
    }
}
