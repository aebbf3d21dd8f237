namespace WebhookTools.Core.Diagnosis;

/// <summary>One thing that is wrong.</summary>
/// <param name="Id">Stable and searchable, as <c>body.final-newline-removed</c>.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Side">Where it is mended.</param>
/// <param name="Change">What was changed to arrive at the received signature, in a few words.</param>
/// <param name="Text">What is wrong, as one or two sentences. Never holds a secret.</param>
/// <param name="Fix">What to change.</param>
public sealed record DiagnosisCause(string Id, DiagnosisCategory Category, FixSide Side, string Change, string Text, string Fix);

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

/// <summary>Where a cause is mended.</summary>
public enum FixSide
{
    /// <summary>In the program that signs and sends.</summary>
    Sender,

    /// <summary>In the program that receives and verifies, or in what stands before it.</summary>
    Receiver,

    /// <summary>In what both were told: the secret, the scheme, the address, the clock.</summary>
    Configuration,
}
