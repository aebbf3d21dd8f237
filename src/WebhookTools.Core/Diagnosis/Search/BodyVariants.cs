using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>
/// The body with one rule applied, or two. What one rule gives is kept, since every pair begins with it;
/// what is the same as another is left out.
/// </summary>
internal sealed class BodyVariants
{
    /// <summary>Variants of a longer body are made anew each time: forty of them would fill the memory.</summary>
    private const int MaximumKeptLength = 8 * 1024 * 1024;

    private readonly IReadOnlyList<BodyRule> _rules;
    private readonly BodyVariant?[] _singles;
    private readonly bool[] _isMade;

    /// <summary>Takes a body. Without rules it is not read: a file of any size is then streamed.</summary>
    public BodyVariants(WebhookBody body, IReadOnlyList<BodyRule> rules)
    {
        Base = new BodyVariant(new BodyContent(rules.Count > 0 ? body.ReadAll() : ReadOnlyMemory<byte>.Empty), body, []);
        _rules = rules;
        _singles = new BodyVariant?[rules.Count];
        _isMade = new bool[rules.Count];
    }

    /// <summary>The body as it is.</summary>
    public BodyVariant Base { get; }

    /// <summary>The rules, the most common first.</summary>
    public IReadOnlyList<BodyRule> Rules => _rules;

    /// <summary>The body with one rule applied; null where that cannot be or changes nothing, or gives what a more common rule gives.</summary>
    public BodyVariant? GetSingle(int rule)
    {
        if (_isMade[rule])
        {
            return _singles[rule];
        }

        BodyVariant? variant = Make(Base, _rules[rule]);
        if (variant is not null && IsKnown(variant.Source.Bytes, rule))
        {
            variant = null;
        }

        if (Base.Source.Bytes.Length <= MaximumKeptLength || variant is null)
        {
            _isMade[rule] = true;
            _singles[rule] = variant;
        }

        return variant;
    }

    /// <summary>The body with two rules applied, in the order of their stages; null where one changes nothing.</summary>
    public BodyVariant? GetPair(int first, int second)
    {
        (int early, int late) = _rules[first].Stage < _rules[second].Stage ? (first, second) : (second, first);
        return GetSingle(early) is { } variant && Make(variant, _rules[late]) is { } pair && !IsKnown(pair.Source.Bytes, _rules.Count) ? pair : null;
    }

    /// <summary>Whether two rules can go together.</summary>
    public static bool CanPair(BodyRule first, BodyRule second) =>
        first.Stage != second.Stage && first.Stage != BodyStage.Replace && second.Stage != BodyStage.Replace;

    /// <summary>Applies rules one after the other, without anything that was kept: for the proof.</summary>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> body, IEnumerable<BodyRule> rules)
    {
        foreach (BodyRule rule in rules)
        {
            body = rule.Apply(new BodyContent(body));
        }

        return body;
    }

    private static BodyVariant? Make(BodyVariant from, BodyRule rule) =>
        rule.Apply(from.Source) is { } bytes && !bytes.AsSpan().SequenceEqual(from.Source.Span)
            ? new BodyVariant(new BodyContent(bytes), WebhookBody.FromBytes(bytes), [.. from.Rules, rule])
            : null;

    private bool IsKnown(ReadOnlyMemory<byte> bytes, int before)
    {
        if (bytes.Span.SequenceEqual(Base.Source.Span))
        {
            return true;
        }

        for (int index = 0; index < before; index++)
        {
            if (_singles[index] is { } other && other.Source.Span.SequenceEqual(bytes.Span))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A body that may have been signed.</summary>
internal sealed class BodyVariant(BodyContent source, WebhookBody body, IReadOnlyList<BodyRule> rules)
{
    /// <summary>The bytes, as rules take them.</summary>
    public BodyContent Source { get; } = source;

    /// <summary>The bytes, as schemes take them.</summary>
    public WebhookBody Body { get; } = body;

    /// <summary>What was changed.</summary>
    public IReadOnlyList<BodyRule> Rules { get; } = rules;
}
