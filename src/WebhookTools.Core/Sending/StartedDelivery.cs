namespace WebhookTools.Core.Sending;

/// <summary>A webhook whose first request is on its way. Whoever started it ends it, once, by <see cref="CompleteAsync"/> or <see cref="Abandon"/>, on any thread.</summary>
public sealed class StartedDelivery
{
    private readonly Delivery _delivery;
    private readonly RetryPipeline _retries;
    private readonly CancellationToken _cancellationToken;

    internal StartedDelivery(Delivery delivery, RetryPipeline retries, bool isUnderWay, CancellationToken cancellationToken)
    {
        _delivery = delivery;
        _retries = retries;
        _cancellationToken = cancellationToken;
        IsUnderWay = isUnderWay;
    }

    /// <summary>Whether its request goes by plain HTTP/1.1 straight to the receiver. Any other one is made by <see cref="CompleteAsync"/>, which then does not block.</summary>
    public bool IsUnderWay { get; }

    /// <summary>Whether a reply is there, or comes within that time: then <see cref="CompleteAsync"/> has something to read.</summary>
    public bool IsReplyThere(TimeSpan wait) => IsUnderWay && _delivery.IsReplyThere(wait);

    /// <summary>Reads the reply, which blocks the thread. What then remains (a wait, further attempts) is in a task that has not ended.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<DeliveryResult> CompleteAsync()
    {
        AttemptOutcome? first = IsUnderWay ? _delivery.EndOnThread(_cancellationToken) : null;
        return first is null || RetryPipeline.IsRetried(first, 0, _delivery.Retry)
            ? FinishAsync(first)
            : new ValueTask<DeliveryResult>(_delivery.ToResult(first));
    }

    /// <summary>Closes the connection: nobody waits for the reply any more.</summary>
    public void Abandon()
    {
        if (IsUnderWay)
        {
            _delivery.AbandonOnThread();
        }
    }

    private async ValueTask<DeliveryResult> FinishAsync(AttemptOutcome? first) =>
        _delivery.ToResult(await _retries.ExecuteAsync(_delivery, first, _cancellationToken));
}
