using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>
/// The body with one or two rules applied, without duplicates. Single results are cached because every pair starts with one.
/// </summary>
internal sealed class BodyVariants
{
    /// <summary>Variants of longer bodies are not cached, because several dozen of them would use too much memory.</summary>
    private const int MaximumKeptLength = 8 * 1024 * 1024;

    private readonly IReadOnlyList<BodyRule> _rules;
    private readonly BodyVariant?[] _singles;
    private readonly bool[] _isCached;

    /// <summary>Without rules, the body is not read into memory, so that a file of any size can be streamed.</summary>
    public BodyVariants(WebhookBody body, IReadOnlyList<BodyRule> rules)
    {
        Base = new BodyVariant(new BodyContent(rules.Count > 0 ? body.ReadAll() : ReadOnlyMemory<byte>.Empty), body, []);
        _rules = rules;
        _singles = new BodyVariant?[rules.Count];
        _isCached = new bool[rules.Count];
    }

    public BodyVariant Base { get; }

    public IReadOnlyList<BodyRule> Rules => _rules;

    /// <summary>Returns the body with one rule applied, or null if the rule does not apply, changes nothing, or yields the same as a more common rule.</summary>
    public BodyVariant? GetSingle(int rule)
    {
        if (_isCached[rule])
        {
            return _singles[rule];
        }

        BodyVariant? variant = TryApply(Base, _rules[rule]);
        if (variant is not null && IsKnown(variant.Source.Bytes, rule))
        {
            variant = null;
        }

        if (Base.Source.Bytes.Length <= MaximumKeptLength || variant is null)
        {
            _isCached[rule] = true;
            _singles[rule] = variant;
        }

        return variant;
    }

    /// <summary>Returns the body with two rules applied in stage order, or null if one of them changes nothing.</summary>
    public BodyVariant? GetPair(int first, int second)
    {
        (int early, int late) = _rules[first].Stage < _rules[second].Stage ? (first, second) : (second, first);
        return GetSingle(early) is { } variant && TryApply(variant, _rules[late]) is { } pair && !IsKnown(pair.Source.Bytes, _rules.Count) ? pair : null;
    }

    public static bool CanPair(BodyRule first, BodyRule second) =>
        first.Stage != second.Stage && first.Stage != BodyStage.Replace && second.Stage != BodyStage.Replace;

    /// <summary>Applies rules without the cache, for the proof.</summary>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> body, IEnumerable<BodyRule> rules)
    {
        foreach (BodyRule rule in rules)
        {
            body = rule.Apply(new BodyContent(body));
        }

        return body;
    }

    private static BodyVariant? TryApply(BodyVariant from, BodyRule rule) =>
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

/// <summary>A body that the sender may have signed.</summary>
internal sealed class BodyVariant(BodyContent source, WebhookBody body, IReadOnlyList<BodyRule> rules)
{
    /// <summary>The bytes as input of a body rule.</summary>
    public BodyContent Source { get; } = source;

    /// <summary>The bytes as input of a scheme.</summary>
    public WebhookBody Body { get; } = body;

    public IReadOnlyList<BodyRule> Rules { get; } = rules;
}
