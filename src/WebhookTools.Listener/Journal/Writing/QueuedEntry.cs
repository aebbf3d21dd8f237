namespace WebhookTools.Listener.Journal.Writing;

/// <summary>One entry of a batch.</summary>
/// <param name="Size">Its bytes.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="Waiter">Whom to tell, or null where nobody waits.</param>
internal readonly record struct QueuedEntry(int Size, DateTimeOffset ReceivedAt, PendingAppend? Waiter);
