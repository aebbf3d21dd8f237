namespace WebhookTools.Core.Diagnosis;

/// <summary>What a cause is about.</summary>
public enum DiagnosisCategory
{
    /// <summary>The bytes that were signed are not those that are here.</summary>
    Body,

    /// <summary>The key that was used is not the one that the secret gives here.</summary>
    Secret,

    /// <summary>Another algorithm made the signature.</summary>
    Algorithm,

    /// <summary>The signature is right and written otherwise: base64 for hexadecimal, without its prefix, cut short.</summary>
    Encoding,

    /// <summary>What stands around the body in the signed content is otherwise: another scheme's content, another address, another unit of time.</summary>
    Construction,

    /// <summary>The signature is right and its time is not now.</summary>
    Time,

    /// <summary>A header is missing, or is that of another scheme.</summary>
    Header,
}
