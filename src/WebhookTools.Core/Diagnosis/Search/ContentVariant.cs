using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>A way to put the signed content together.</summary>
internal sealed class ContentVariant
{
    private readonly SignedContent _sample;

    /// <summary>Whether the body stands in the content as it is. A scheme that signs a form's parameters puts them there anew for each body.</summary>
    private readonly bool _holdsBody;

    private ContentVariant(SchemeTemplate scheme, SignatureInput input, SignedContent sample, IReadOnlyList<DiagnosisRule> rules)
    {
        Scheme = scheme;
        Input = input;
        Rules = rules;
        _sample = sample;
        _holdsBody = ReferenceEquals(sample.Body, input.Request.Body);
    }

    /// <summary>The scheme that puts it together.</summary>
    public SchemeTemplate Scheme { get; }

    /// <summary>What it is made of.</summary>
    public SignatureInput Input { get; }

    /// <summary>What was changed.</summary>
    public IReadOnlyList<DiagnosisRule> Rules { get; }

    /// <summary>Whether another body gives other content.</summary>
    public bool DependsOnBody => _sample.Body is not null;

    /// <summary>Makes a variant; null where an input that the scheme needs is missing.</summary>
    public static ContentVariant? TryCreate(SchemeTemplate scheme, SignatureInput input, IReadOnlyList<DiagnosisRule> rules)
    {
        SchemeDescriptor anatomy = scheme.Describe(input.Options);
        if ((anatomy.SignsId && input.Id is null) || (anatomy.SignsTime && input.Timestamp is null))
        {
            return null;
        }

        return TryCompose(scheme, input) is { } sample ? new ContentVariant(scheme, input, sample, rules) : null;
    }

    /// <summary>The content with a body; null where that body does not have what the scheme takes out of it.</summary>
    public SignedContent? GetContent(BodyVariant body)
    {
        if (_holdsBody)
        {
            return _sample with { Body = body.Body };
        }

        return DependsOnBody && body.Rules.Count > 0
            ? TryCompose(Scheme, Input with { Request = Input.Request with { Body = body.Body } })
            : _sample;
    }

    /// <summary>Whether both give the same content for every body.</summary>
    public bool IsSameAs(ContentVariant other) =>
        _holdsBody == other._holdsBody
        && (_holdsBody || IsSameBody(_sample, other._sample))
        && _sample.Prefix.Span.SequenceEqual(other._sample.Prefix.Span)
        && _sample.Suffix.Span.SequenceEqual(other._sample.Suffix.Span);

    /// <summary>Whether it is the body and nothing else.</summary>
    public bool IsBodyAlone => _holdsBody && _sample.Prefix.IsEmpty && _sample.Suffix.IsEmpty;

    /// <summary>Whether nothing is signed: the scheme sends the secret itself.</summary>
    public bool IsEmpty => _sample.Body is null && _sample.Prefix.IsEmpty && _sample.Suffix.IsEmpty;

    /// <summary>What it looks like, with <c>{body}</c> for the body.</summary>
    public string Describe() =>
        EscapedText.From(_sample.Prefix.Span) + (_holdsBody ? "{body}" : _sample.Body is null ? string.Empty : "{form parameters}") + EscapedText.From(_sample.Suffix.Span);

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
            // An input is missing, an address most often: this scheme cannot have signed this request.
            return null;
        }
    }
}
