using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>A combination that gives the received signature.</summary>
/// <param name="Body">The body.</param>
/// <param name="Key">The key.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="AlgorithmRule">What is otherwise about it, or null.</param>
/// <param name="Content">How the content is put together.</param>
/// <param name="Received">What was received.</param>
internal sealed record DiagnosisMatch(BodyVariant Body, KeyVariant Key, SignatureAlgorithm Algorithm, AlgorithmRule? AlgorithmRule, ContentVariant Content, ReceivedValue Received)
{
    /// <summary>Whether less was received than the whole signature.</summary>
    public bool IsCutShort => Received.Bytes.Length < Algorithm.SignatureLength;

    /// <summary>All that was changed, in the order in which it is told.</summary>
    public IEnumerable<DiagnosisRule> Rules =>
        Body.Rules.Cast<DiagnosisRule>().Concat(Key.Rules).Concat(AlgorithmRule is null ? [] : [AlgorithmRule]).Concat(Content.Rules);
}
