using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>A way to compose the signed content.</summary>
internal sealed class ContentVariant
{
    private readonly SignedContent _sample;

    /// <summary>True if the content includes the body verbatim. Schemes that sign form parameters recompose them for each body.</summary>
    private readonly bool _includesBody;

    private ContentVariant(SchemeTemplate scheme, SignatureInput input, SignedContent sample, IReadOnlyList<DiagnosisRule> rules)
    {
        Scheme = scheme;
        Input = input;
        Rules = rules;
        _sample = sample;
        _includesBody = ReferenceEquals(sample.Body, input.Request.Body);
    }

    public SchemeTemplate Scheme { get; }

    public SignatureInput Input { get; }

    public IReadOnlyList<DiagnosisRule> Rules { get; }

    /// <summary>True if a different body yields different content.</summary>
    public bool DependsOnBody => _sample.Body is not null;

    /// <summary>Creates a variant. Returns null if an input that the scheme needs is missing.</summary>
    public static ContentVariant? TryCreate(SchemeTemplate scheme, SignatureInput input, IReadOnlyList<DiagnosisRule> rules)
    {
        SchemeDescriptor descriptor = scheme.Describe(input.Options);
        if ((descriptor.SignsId && input.Id is null) || (descriptor.SignsTime && input.Timestamp is null))
        {
            return null;
        }

        return TryCompose(scheme, input) is { } sample ? new ContentVariant(scheme, input, sample, rules) : null;
    }

    /// <summary>Composes the content with a body. Returns null if the body lacks a value that the scheme takes from it.</summary>
    public SignedContent? GetContent(BodyVariant body)
    {
        if (_includesBody)
        {
            return _sample with { Body = body.Body };
        }

        return DependsOnBody && body.Rules.Count > 0
            ? TryCompose(Scheme, Input with { Request = Input.Request with { Body = body.Body } })
            : _sample;
    }

    /// <summary>True if both variants yield the same content for every body.</summary>
    public bool IsSameAs(ContentVariant other) =>
        _includesBody == other._includesBody
        && (_includesBody || IsSameBody(_sample, other._sample))
        && _sample.Prefix.Span.SequenceEqual(other._sample.Prefix.Span)
        && _sample.Suffix.Span.SequenceEqual(other._sample.Suffix.Span);

    public bool IsBodyAlone => _includesBody && _sample.Prefix.IsEmpty && _sample.Suffix.IsEmpty;

    /// <summary>True if nothing is signed because the scheme sends the secret itself.</summary>
    public bool IsEmpty => _sample.Body is null && _sample.Prefix.IsEmpty && _sample.Suffix.IsEmpty;

    /// <summary>Returns the layout, with <c>{body}</c> in place of the body.</summary>
    public string Describe() =>
        EscapedText.From(_sample.Prefix.Span) + (_includesBody ? "{body}" : _sample.Body is null ? string.Empty : "{form parameters}") + EscapedText.From(_sample.Suffix.Span);

    private static bool IsSameBody(SignedContent content, SignedContent other) =>
        content.Body is null || other.Body is null
            ? content.Body is null && other.Body is null
            : content.Body.ReadAll().Span.SequenceEqual(other.Body.ReadAll().Span);

    private static SignedContent? TryCompose(SchemeTemplate scheme, SignatureInput input)
    {
        try
        {
            return scheme.Compose(input);
        }
        catch (SignatureException)
        {
            // An input is missing, usually the URL, so this scheme cannot have signed this request.
            return null;
        }
    }
}
