using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>A body that may have been signed.</summary>
internal sealed class BodyVariant(BodySource source, WebhookBody body, IReadOnlyList<BodyRule> rules)
{
    /// <summary>The bytes, as rules take them.</summary>
    public BodySource Source { get; } = source;

    /// <summary>The bytes, as schemes take them.</summary>
    public WebhookBody Body { get; } = body;

    /// <summary>What was changed.</summary>
    public IReadOnlyList<BodyRule> Rules { get; } = rules;
}
