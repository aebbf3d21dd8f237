namespace WebhookTools.Core.Signatures;

/// <summary>What was found when a signature was looked at.</summary>
public enum SignatureVerdict
{
    /// <summary>It matches, and its time, if it has one, is within the window.</summary>
    Valid,

    /// <summary>It does not match the body and any of the secrets.</summary>
    Invalid,

    /// <summary>It matches, but its time is too long ago: late, or replayed.</summary>
    Expired,

    /// <summary>It matches, but its time lies too far in the future: a clock is wrong.</summary>
    NotYetValid,

    /// <summary>A header that the scheme needs did not come.</summary>
    HeaderMissing,

    /// <summary>A header came that cannot be read as the scheme writes it.</summary>
    HeaderMalformed,
}
