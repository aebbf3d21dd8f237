using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>A request whose signature is looked at by one scheme.</summary>
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
        Anatomy = scheme.Describe(options);
        Read = ReadHeaders();
        Facts = HeaderMetadata.Find(request, headers, Read);
        HeaderName = FindHeaderName();
    }

    /// <summary>The scheme.</summary>
    public SchemeTemplate Scheme { get; }

    /// <summary>The request.</summary>
    public SignatureRequest Request { get; }

    /// <summary>Its headers.</summary>
    public SignatureHeaders Headers { get; }

    /// <summary>The secrets.</summary>
    public IReadOnlyList<WebhookSecret> Secrets { get; }

    /// <summary>What was said about the scheme.</summary>
    public SignatureOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>What the scheme is made of.</summary>
    public SchemeDescriptor Anatomy { get; }

    /// <summary>What the scheme reads out of the headers.</summary>
    public ReceivedSignature Read { get; }

    /// <summary>The ids and times in the headers.</summary>
    public HeaderMetadata Facts { get; }

    /// <summary>The header that carries the signature, by this scheme and these options.</summary>
    public string HeaderName { get; }

    /// <summary>Whether what the header carries is the secret itself, which must not be shown.</summary>
    public bool CarriesSecret => Anatomy.Algorithm is TokenAlgorithm;

    /// <summary>The schemes that the headers may be of: those that can read them if there are such, else all.</summary>
    public static IReadOnlyList<DiagnosisContext> DetectSchemes(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        List<DiagnosisContext> present =
        [
            .. SchemeDetector.Detect(headers).OfType<SchemeTemplate>()
                .Select(scheme => new DiagnosisContext(scheme, request, headers, secrets, options, timeProvider)),
        ];
        List<DiagnosisContext> readable = present.FindAll(subject => subject.Read.Problem is null);
        return readable.Count > 0 ? readable : present;
    }

    /// <summary>The scheme's own verification of a changed request with a key that need not come from any text.</summary>
    public SignatureVerification Verify(SignatureRequest request, byte[] key, TimeSpan? tolerance) =>
        Scheme.Verify(request, Headers, [WebhookSecret.FromKey(Anatomy.SecretFormat, key)], Options with { Tolerance = tolerance }, TimeProvider);

    /// <summary>How the scheme writes a signature; null where an input is missing.</summary>
    public FormattedSignature? Write(SignatureInput input, byte[] signature)
    {
        try
        {
            return Scheme.WriteHeaders(input, signature, WebhookSecret.FromKey(Anatomy.SecretFormat, []));
        }
        catch (SignatureException)
        {
            // The scheme writes the signature into something that this request has not.
            return null;
        }
    }

    /// <summary>A scheme that needs an address to read the headers says so by an exception, which verifying says too.</summary>
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

    /// <summary>The options may rename the header, so the scheme is asked to write one.</summary>
    private string FindHeaderName()
    {
        string fallback = Scheme.HeaderNames.Count > 0 ? Scheme.HeaderNames[0] : string.Empty;
        if (Write(new SignatureInput(Request, Options, "id", "1"), new byte[Anatomy.Algorithm.SignatureLength]) is not { } written)
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
