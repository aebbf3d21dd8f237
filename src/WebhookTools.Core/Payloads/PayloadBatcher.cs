namespace WebhookTools.Core.Payloads;

/// <summary>Collects JSON values into bodies: each its own, or JSON arrays of a given size.</summary>
public sealed class PayloadBatcher
{
    /// <summary>Creates a batcher.</summary>
    /// <param name="asArray">Whether bodies are JSON arrays.</param>
    /// <param name="batchSize">The most items in an array; 0: all in one.</param>
    public PayloadBatcher(bool asArray, int batchSize) => throw new NotImplementedException();

    /// <summary>Takes a value; gives a body when one is complete.</summary>
    public WebhookBody? Add(ReadOnlySpan<byte> json) => throw new NotImplementedException();

    /// <summary>Gives what is left, or null.</summary>
    public WebhookBody? Complete() => throw new NotImplementedException();
}
