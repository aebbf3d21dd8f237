namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>How a kind of character is written in JSON text.</summary>
internal enum JsonEscaping
{
    /// <summary>As it stands in the source.</summary>
    Keep,

    /// <summary>As itself.</summary>
    Plain,

    /// <summary>As an escape sequence.</summary>
    Escaped,
}
