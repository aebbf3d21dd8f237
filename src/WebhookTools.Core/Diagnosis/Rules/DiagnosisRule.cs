namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A change that may explain a signature, and what it means if it does.</summary>
internal abstract record DiagnosisRule
{
    /// <summary>Stable and searchable, as <c>body.final-newline-removed</c>. Several rules share one where they are forms of the same mistake.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public abstract DiagnosisCategory Category { get; }

    /// <summary>Where it is mended.</summary>
    public required FixSide Side { get; init; }

    /// <summary>How common it is: 1 is the most common of all. What is common is tried first.</summary>
    public required int Rank { get; init; }

    /// <summary>What is changed, in a few words.</summary>
    public required string Change { get; init; }

    /// <summary>What is wrong if it matches.</summary>
    public required string Cause { get; init; }

    /// <summary>What to do then.</summary>
    public required string Fix { get; init; }

    /// <summary>The rule as a finding.</summary>
    public DiagnosisCause ToCause() => new(Id, Category, Side, Change, Cause, Fix);
}
