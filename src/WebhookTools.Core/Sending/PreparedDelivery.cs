namespace WebhookTools.Core.Sending;

/// <summary>
/// A webhook whose first request is made and signed. Whoever has it sends it, on any thread, and ends it, once, by <see cref="CompleteAsync"/> or <see cref="Abandon"/>.
/// Several that are sent one right after the other cost less than one at a time: a receiver that is awake need not be woken.
/// </summary>
public sealed class PreparedDelivery
{
    private readonly Delivery _delivery;
    private readonly RetryPipeline _retries;
    private readonly CancellationToken _cancellationToken;

    internal PreparedDelivery(Delivery delivery, RetryPipeline retries, bool isDirect, CancellationToken cancellationToken)
    {
        _delivery = delivery;
        _retries = retries;
        _cancellationToken = cancellationToken;
        IsDirect = isDirect;
    }

    /// <summary>Whether its request goes by plain HTTP/1.1 straight to the receiver. Any other one is sent by <see cref="CompleteAsync"/>, which then does not block.</summary>
    public bool IsDirect { get; }

    /// <summary>Whether the request was sent, or failed to be.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Sends the request, where it goes straight to the receiver, which blocks the thread until it is sent.</summary>
    /// <exception cref="WebhookException">A header's value has a character that no header may have.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public void Send()
    {
        if (IsDirect && !IsSent)
        {
            IsSent = true;
            _delivery.SendOnThread(_cancellationToken);
        }
    }

    /// <summary>Whether a reply to what was sent is there, or comes within that time: then <see cref="CompleteAsync"/> has something to read.</summary>
    public bool IsReplyThere(TimeSpan wait) => IsSent && _delivery.IsReplyThere(wait);

    /// <summary>Sends the request, where that was not done, and reads the reply, which blocks the thread. What then remains (a wait, further attempts) is in a task that has not ended.</summary>
    /// <exception cref="WebhookException">The body cannot be read, or not be signed anew, or a header's value has a character that no header may have.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<DeliveryResult> CompleteAsync()
    {
        Send();
        AttemptOutcome? first = IsDirect ? _delivery.EndOnThread(_cancellationToken) : null;
        return first is null || RetryPipeline.IsRetried(first, 0, _delivery.Retry)
            ? FinishAsync(first)
            : new ValueTask<DeliveryResult>(_delivery.ToResult(first));
    }

    /// <summary>Closes the connection: nobody waits for the reply any more.</summary>
    public void Abandon()
    {
        if (IsSent)
        {
            _delivery.AbandonOnThread();
        }
    }

    private async ValueTask<DeliveryResult> FinishAsync(AttemptOutcome? first) =>
        _delivery.ToResult(await _retries.ExecuteAsync(_delivery, first, _cancellationToken));
}
