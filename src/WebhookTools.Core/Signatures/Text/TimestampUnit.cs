namespace WebhookTools.Core.Signatures.Text;

/// <summary>What a signed time counts since 1970.</summary>
internal enum TimestampUnit
{
    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,
}
