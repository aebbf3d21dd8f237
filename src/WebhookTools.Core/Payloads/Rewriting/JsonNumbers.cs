namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>How numbers are written.</summary>
internal enum JsonNumbers
{
    /// <summary>As they stand in the source.</summary>
    Keep,

    /// <summary>As JavaScript writes them: <c>1.0</c> as <c>1</c>, <c>1e3</c> as <c>1000</c>.</summary>
    JavaScript,

    /// <summary>As Python writes them: <c>1.50</c> as <c>1.5</c>, <c>1e3</c> as <c>1000.0</c>.</summary>
    Python,
}
