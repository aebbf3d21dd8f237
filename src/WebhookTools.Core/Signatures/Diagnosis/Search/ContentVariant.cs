using WebhookTools.Core.Signatures.Diagnosis.Rules;
using WebhookTools.Core.Signatures.Shapes;

namespace WebhookTools.Core.Signatures.Diagnosis.Search;

/// <summary>A way to put the signed content together.</summary>
internal sealed class ContentVariant
{
    private readonly SignedContent _sample;

    private ContentVariant(SchemeTemplate scheme, SignatureInput input, SignedContent sample, IReadOnlyList<DiagnosisRule> rules)
    {
        Scheme = scheme;
        Input = input;
        Rules = rules;
        _sample = sample;
    }

    /// <summary>The scheme that puts it together.</summary>
    public SchemeTemplate Scheme { get; }

    /// <summary>What it is made of.</summary>
    public SignatureInput Input { get; }

    /// <summary>What was changed.</summary>
    public IReadOnlyList<DiagnosisRule> Rules { get; }

    /// <summary>Whether another body gives other content. A scheme that signs form parameters takes them out of the body and does not hold the body itself.</summary>
    public bool DependsOnBody => _sample.Body is not null || Scheme.CoversBody;

    /// <summary>Makes a variant; null where an input that the scheme needs is missing.</summary>
    public static ContentVariant? TryCreate(SchemeTemplate scheme, SignatureInput input, IReadOnlyList<DiagnosisRule> rules)
    {
        SchemeAnatomy anatomy = scheme.Dissect(input.Options);
        if ((anatomy.SignsId && input.Id is null) || (anatomy.SignsTime && input.Timestamp is null))
        {
            return null;
        }

        return TryCompose(scheme, input) is { } sample ? new ContentVariant(scheme, input, sample, rules) : null;
    }

    /// <summary>The content with a body; null where that body does not have what the scheme takes out of it.</summary>
    public SignedContent? GetContent(BodyVariant body)
    {
        if (_sample.Body is not null)
        {
            return _sample with { Body = body.Body };
        }

        return Scheme.CoversBody && body.Rules.Count > 0
            ? TryCompose(Scheme, Input with { Request = Input.Request with { Body = body.Body } })
            : _sample;
    }

    /// <summary>Whether both give the same content for every body.</summary>
    public bool IsSameAs(ContentVariant other) =>
        (_sample.Body is null) == (other._sample.Body is null)
        && _sample.Prefix.Span.SequenceEqual(other._sample.Prefix.Span)
        && _sample.Suffix.Span.SequenceEqual(other._sample.Suffix.Span);

    /// <summary>Whether it is the body and nothing else.</summary>
    public bool IsBodyAlone => _sample.Body is not null && _sample.Prefix.IsEmpty && _sample.Suffix.IsEmpty;

    /// <summary>What it looks like, with <c>{body}</c> for the body.</summary>
    public string Describe() =>
        VisibleText.From(_sample.Prefix.Span) + (_sample.Body is null ? string.Empty : "{body}") + VisibleText.From(_sample.Suffix.Span);

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
