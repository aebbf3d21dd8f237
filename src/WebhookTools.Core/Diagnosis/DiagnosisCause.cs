namespace WebhookTools.Core.Diagnosis;

/// <summary>A cause of a signature that does not match.</summary>
/// <param name="Id">A stable, searchable id such as <c>body.final-newline-removed</c>.</param>
/// <param name="Category">The kind of cause.</param>
/// <param name="Side">The side that needs the fix.</param>
/// <param name="Change">The changed input that reproduces the received signature, as a noun phrase.</param>
/// <param name="Text">A description of the cause in one or two sentences. It never contains a secret.</param>
/// <param name="Fix">What to change.</param>
public sealed record DiagnosisCause(string Id, DiagnosisCategory Category, FixSide Side, string Change, string Text, string Fix);

/// <summary>The kind of a cause.</summary>
public enum DiagnosisCategory
{
    /// <summary>The signed body differs from the received body.</summary>
    Body,

    /// <summary>The sender's key differs from the key that the given secret yields.</summary>
    Secret,

    /// <summary>The sender uses a different algorithm.</summary>
    Algorithm,

    /// <summary>The signature is correct but written differently: in another encoding, without its prefix or truncated.</summary>
    Encoding,

    /// <summary>The signed content around the body differs: the layout of another scheme, another URL or another unit of time.</summary>
    Construction,

    /// <summary>The signature matches, but its timestamp is outside the tolerance.</summary>
    Time,

    /// <summary>A header is missing or belongs to another scheme.</summary>
    Header,
}

/// <summary>The side that needs the fix.</summary>
public enum FixSide
{
    /// <summary>The program that signs and sends.</summary>
    Sender,

    /// <summary>The program that receives and verifies, or a component in front of it.</summary>
    Receiver,

    /// <summary>The configuration that both sides share: the secret, the scheme, the URL or the clock.</summary>
    Configuration,
}
