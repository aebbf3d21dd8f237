using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Schemes;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>The ways to compose the signed content: by the scheme itself, by every other scheme, and with other URLs and timestamp units.</summary>
internal sealed class ContentVariants
{
    private readonly List<ContentVariant> _known = [];

    public ContentVariants(SchemeTemplate scheme, SignatureRequest request, SignatureHeaders headers, SignatureOptions options, HeaderMetadata metadata)
    {
        var input = new SignatureInput(request, options, metadata.Id, metadata.Timestamp);
        Base = ContentVariant.TryCreate(scheme, input, []);
        if (Base is not null)
        {
            _known.Add(Base);
        }

        ContentVariant[] others = Keep(GetOthers(scheme, request, metadata));
        ContentVariant[] own = Base is null ? [] : Keep(GetTimes(Base).Concat(GetAddresses(Base, headers)));
        Singles = [.. own.Concat(others).OrderBy(variant => variant.Rules.Sum(rule => rule.Rank))];
        Pairs = Keep(own.SelectMany(variant => GetAddresses(variant, headers))
            .Concat(others.SelectMany(variant => GetTimes(variant).Concat(GetAddresses(variant, headers)))));
    }

    /// <summary>The scheme's own content, or null if an input that it needs is missing.</summary>
    public ContentVariant? Base { get; }

    /// <summary>Variants with one change.</summary>
    public IReadOnlyList<ContentVariant> Singles { get; }

    /// <summary>Variants with two changes.</summary>
    public IReadOnlyList<ContentVariant> Pairs { get; }

    private static IEnumerable<ContentVariant?> GetOthers(SchemeTemplate own, SignatureRequest request, HeaderMetadata metadata)
    {
        foreach (SchemeTemplate scheme in SignatureSchemes.All.OfType<SchemeTemplate>())
        {
            if (scheme is HmacScheme || ReferenceEquals(scheme, own))
            {
                continue;
            }

            foreach (SignatureInput input in GetInputs(request, SignatureOptions.Default, metadata))
            {
                if (ContentVariant.TryCreate(scheme, input, []) is { IsEmpty: false } variant)
                {
                    ConstructionRule rule = variant.IsBodyAlone ? ConstructionRules.BodyAlone : ConstructionRules.OtherScheme(scheme.Name, variant.Describe());
                    yield return ContentVariant.TryCreate(scheme, input, [rule]);
                }
            }
        }

        var hmac = (SchemeTemplate)SignatureSchemes.Get("Hmac");
        foreach (string template in ConstructionRules.Templates)
        {
            foreach (SignatureInput input in GetInputs(request, new SignatureOptions { Template = template }, metadata))
            {
                yield return ContentVariant.TryCreate(hmac, input, [ConstructionRules.OtherTemplate(template)]);
            }
        }
    }

    /// <summary>Combines each id with each timestamp. There is rarely more than one of either.</summary>
    private static IEnumerable<SignatureInput> GetInputs(SignatureRequest request, SignatureOptions options, HeaderMetadata metadata) =>
        from id in metadata.Ids.DefaultIfEmpty()
        from timestamp in metadata.Timestamps.DefaultIfEmpty()
        select new SignatureInput(request, options, id, timestamp);

    private static IEnumerable<ContentVariant?> GetTimes(ContentVariant variant)
    {
        const int MillisecondDigits = 13;
        const int SecondDigits = 10;
        if (variant.Input.Timestamp is not { } time || time.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            yield break;
        }

        if (time.Length == SecondDigits)
        {
            yield return Change(variant, variant.Input with { Timestamp = time + "000" }, ConstructionRules.TimestampInMilliseconds);
        }
        else if (time.Length == MillisecondDigits)
        {
            yield return Change(variant, variant.Input with { Timestamp = time[..SecondDigits] }, ConstructionRules.TimestampInSeconds);
        }
    }

    private static IEnumerable<ContentVariant?> GetAddresses(ContentVariant variant, SignatureHeaders headers)
    {
        if (variant.Input.Request.Uri is not { IsAbsoluteUri: true } address)
        {
            yield break;
        }

        foreach (AddressRule rule in AddressRules.All)
        {
            foreach (string other in rule.Rewrite(address, headers))
            {
                if (Uri.TryCreate(other, UriKind.Absolute, out Uri? changed))
                {
                    yield return Change(variant, variant.Input with { Request = variant.Input.Request with { Uri = changed } }, rule);
                }
            }
        }
    }

    private static ContentVariant? Change(ContentVariant variant, SignatureInput input, DiagnosisRule rule) =>
        ContentVariant.TryCreate(variant.Scheme, input, [.. variant.Rules, rule]);

    /// <summary>Removes impossible variants and duplicates.</summary>
    private ContentVariant[] Keep(IEnumerable<ContentVariant?> variants)
    {
        var kept = new List<ContentVariant>();
        foreach (ContentVariant variant in variants.OfType<ContentVariant>())
        {
            if (!_known.Exists(variant.IsSameAs))
            {
                _known.Add(variant);
                kept.Add(variant);
            }
        }

        return [.. kept];
    }
}
