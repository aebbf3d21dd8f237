using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>What a diagnosis is told beyond the request.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>Recognise the scheme, and look within the usual limits.</summary>
    public static DiagnosisOptions Default { get; } = new();

    /// <summary>The scheme. Null, or <see cref="SignatureSchemes.Auto"/>: recognise it by the headers.</summary>
    public SignatureScheme? Scheme { get; init; }

    /// <summary>What the caller says about the scheme, its tolerance among it.</summary>
    public SignatureOptions SignatureOptions { get; init; } = SignatureOptions.Default;

    /// <summary>The body as the sender has it, where it is known: the very place where both part is shown.</summary>
    public WebhookBody? ExpectedBody { get; init; }

    /// <summary>
    /// How long to look for a cause. The likely ones come first, and the result says what was not tried. Null: 750 ms from
    /// 256 KB on, and up to a megabyte of body 900 ms for the changes alone; 5 s for a smaller body, which needs a
    /// fiftieth of that unless the machine is very busy or the process has just begun.
    /// </summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>How many combinations to try at most.</summary>
    public int MaximumCombinations { get; init; } = 100_000;
}
