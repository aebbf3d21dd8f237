namespace WebhookTools.Core.Diagnosis;

/// <summary>Where a cause is mended.</summary>
public enum DiagnosisSide
{
    /// <summary>In the program that signs and sends.</summary>
    Sender,

    /// <summary>In the program that receives and verifies, or in what stands before it.</summary>
    Receiver,

    /// <summary>In what both were told: the secret, the scheme, the address, the clock.</summary>
    Configuration,
}
