namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A transformation that may explain a signature, with the cause and fix to report if it does.</summary>
internal abstract record DiagnosisRule
{
    /// <summary>A stable, searchable id such as <c>body.final-newline-removed</c>. Variants of the same mistake share one.</summary>
    public required string Id { get; init; }

    public abstract DiagnosisCategory Category { get; }

    public required FixSide Side { get; init; }

    /// <summary>How common the mistake is; 1 is the most common. The search tries lower ranks first.</summary>
    public required int Rank { get; init; }

    /// <summary>The transformed input as a short noun phrase, such as <c>the body without its final newline</c>.</summary>
    public required string Change { get; init; }

    public required string Cause { get; init; }

    public required string Fix { get; init; }

    public DiagnosisCause ToCause() => new(Id, Category, Side, Change, Cause, Fix);
}
