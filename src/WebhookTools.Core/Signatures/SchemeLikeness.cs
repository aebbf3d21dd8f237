namespace WebhookTools.Core.Signatures;

/// <summary>How far received headers look like a scheme's.</summary>
internal enum SchemeLikeness
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>They do, and may be another scheme's that uses the same header.</summary>
    Possible,

    /// <summary>They do, and another header names the provider.</summary>
    Certain,
}
