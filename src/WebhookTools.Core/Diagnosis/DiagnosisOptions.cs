using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>Options of a diagnosis.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>Detects the scheme and uses the default limits.</summary>
    public static DiagnosisOptions Default { get; } = new();

    /// <summary>The scheme. Null or <see cref="SignatureSchemes.Auto"/> detects it by the headers.</summary>
    public SignatureScheme? Scheme { get; init; }

    /// <summary>The options of the scheme, including its timestamp tolerance.</summary>
    public SignatureOptions SignatureOptions { get; init; } = SignatureOptions.Default;

    /// <summary>The sender's body, if known. The diagnosis then includes the first difference between the bodies.</summary>
    public WebhookBody? ExpectedBody { get; init; }

    /// <summary>
    /// The time limit of the search. Common causes are tried first, and the result lists what was not tried. Null uses
    /// 5 s for a body below 256 KiB and 750 ms from there on; up to 1 MiB, single changes may take 900 ms.
    /// </summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>The maximum number of combinations to try. The default is 100,000.</summary>
    public int MaximumCombinations { get; init; } = 100_000;
}
