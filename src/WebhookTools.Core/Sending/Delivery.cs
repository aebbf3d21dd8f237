using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending.Direct;

namespace WebhookTools.Core.Sending;

/// <summary>One webhook on its way: what is the same over all attempts, and what the last one left.</summary>
internal sealed class Delivery
{
    private readonly WebhookBody _body;
    private readonly DeliveryPlan _plan;
    private readonly DeliveryOptions _options;
    private readonly DeliveryRequestFactory _requests;
    private readonly ConnectionPool _clients;
    private readonly IDeliveryObserver? _observer;
    private readonly TimeProvider _timeProvider;
    private readonly long _start;

    private DirectExchange? _exchange;
    private AttemptOutcome? _failed;
    private Uri _uri;
    private int _requestCount;
    private int _round;

    public Delivery(WebhookBody body, DeliveryPlan plan, ConnectionPool clients, IDeliveryObserver? observer, TimeProvider timeProvider, IRandomSource random)
    {
        _body = body;
        _plan = plan;
        _options = plan.Options;
        _requests = new DeliveryRequestFactory(body, plan, timeProvider, random);
        _clients = clients;
        _observer = observer;
        _timeProvider = timeProvider;
        _uri = plan.Options.Uri;
        _start = timeProvider.GetTimestamp();
    }

    /// <summary>When and how often to try again.</summary>
    public RetryOptions Retry => _options.Retry;

    /// <summary>Sends once, and to where it is redirected as far as that is allowed.</summary>
    /// <exception cref="WebhookException">The body cannot be read, or not be signed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<AttemptOutcome> AttemptAsync(CancellationToken cancellationToken)
    {
        _round++;
        _uri = _options.Uri;
        AttemptOutcome outcome;
        int followed = 0;
        do
        {
            outcome = await RequestAsync(CreateRequest(), cancellationToken);
        }
        while (IsFollowed(ref outcome, followed++));

        return outcome;
    }

    /// <summary>Makes the first attempt's request, to be sent by a <see cref="DirectExchange"/>.</summary>
    /// <returns>False where no such exchange takes this webhook: nothing has been done then.</returns>
    /// <inheritdoc cref="AttemptAsync"/>
    public bool TryPrepareOnThread(DirectConnections connections, CancellationToken cancellationToken)
    {
        if (!_plan.IsDirect || !DirectConnections.CanTake(_body))
        {
            return false;
        }

        _round++;
        DeliveryRequest request = CreateRequest();
        _exchange = new DirectExchange(connections, request, _plan.TargetOf(request.Uri), _options.Timeout, cancellationToken);
        return true;
    }

    /// <summary>Sends what <see cref="TryPrepareOnThread"/> made, which blocks the thread.</summary>
    /// <exception cref="WebhookException">A header's value has a character that no header may have.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public void SendOnThread(CancellationToken cancellationToken)
    {
        try
        {
            _exchange!.Send();
        }
        catch (Exception exception)
        {
            _exchange!.End();
            if (!IsFailure(exception, cancellationToken))
            {
                throw;
            }

            _failed = Explain(exception, reply: null, exception is TimeoutException, cancellationToken);
        }
    }

    /// <summary>Whether <see cref="EndOnThread"/> would have something to read within that time.</summary>
    public bool IsReplyThere(TimeSpan wait) => _failed is not null || _exchange!.IsReplyThere(wait);

    /// <summary>Ends what <see cref="SendOnThread"/> sent: blocks the thread until the reply is read.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public AttemptOutcome EndOnThread(CancellationToken cancellationToken)
    {
        AttemptOutcome outcome = _failed ?? ReadReply(_exchange!, cancellationToken);

        // Those that follow a reply to another address do not come here.
        return IsFollowed(ref outcome, followed: 0) ? throw new UnreachableException() : outcome;
    }

    /// <summary>Gives up what <see cref="SendOnThread"/> sent.</summary>
    public void AbandonOnThread()
    {
        if (_failed is null)
        {
            _exchange!.End();
        }
    }

    /// <summary>Tells the observer of a wait.</summary>
    public void ReportRetry(DeliveryFailure failure, TimeSpan delay) =>
        _observer?.OnRetry(_uri, _requestCount, _plan.Redactor.Redact(failure.Message), delay);

    /// <summary>What became of it all.</summary>
    public DeliveryResult ToResult(AttemptOutcome outcome)
    {
        DeliveryResponse? reply = outcome.Reply;
        return new DeliveryResult(reply, _requests.Signature?.Headers, _plan.Redactor)
        {
            Uri = _uri,
            Attempts = _requestCount,
            Duration = _timeProvider.GetElapsedTime(_start),
            Id = _requests.Id,
            Error = outcome.Failure?.ToException(_requestCount, _plan.Redactor),
        };
    }

    private DeliveryRequest CreateRequest()
    {
        _requestCount++;
        _observer?.OnAttempt(_uri, _requestCount);
        WebhookContent.CheckUnchanged(_body);
        return _requests.Create(_uri);
    }

    /// <summary>Whether the outcome sends the delivery on to another address, which is then the next one. Where it must not go there, that is the failure.</summary>
    private bool IsFollowed(ref AttemptOutcome outcome, int followed)
    {
        if (outcome is not { Failure: null, Reply.IsRedirect: true })
        {
            if (outcome.Failure is { } failure)
            {
                outcome = outcome with { Failure = LimitWait(failure) };
            }

            return false;
        }

        Uri? target = Redirect.GetTarget(outcome.Reply, _uri);
        if (Redirect.GetRefusal(_options, outcome.Reply, _uri, target, followed) is { } refusal)
        {
            outcome = outcome with { Failure = refusal };
            return false;
        }

        _uri = target!;
        return true;
    }

    private async ValueTask<AttemptOutcome> RequestAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        HttpClient client = _clients.GetClient(_options.Connection);
        using HttpRequestMessage message = ClientRequest.Create(request, _options.Connection);
        using var timeout = new CancellationTokenSource(_options.Timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        DeliveryResponse? reply = null;
        try
        {
            using HttpResponseMessage response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            reply = DeliveryResponseReader.ReadHead(response, _timeProvider.GetUtcNow());
            reply = await DeliveryResponseReader.ReadBodyAsync(reply, response, either.Token);
            return new AttemptOutcome(reply, Judge(reply));
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            return Explain(exception, reply, timeout.IsCancellationRequested, cancellationToken);
        }
    }

    private AttemptOutcome ReadReply(DirectExchange exchange, CancellationToken cancellationToken)
    {
        DeliveryResponse? reply = null;
        try
        {
            reply = exchange.ReadHead(_timeProvider.GetUtcNow());
            reply = exchange.ReadBody(reply);
            return new AttemptOutcome(reply, Judge(reply));
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            return Explain(exception, reply, exception is TimeoutException, cancellationToken);
        }
        finally
        {
            exchange.End();
        }
    }

    /// <summary>Whether an exception is of the connection. After the caller has cancelled, every one is: whatever the cancelled connection threw.</summary>
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested || exception is OperationCanceledException or TimeoutException or HttpRequestException or IOException or SocketException;

    private AttemptOutcome Explain(Exception exception, DeliveryResponse? reply, bool isTimedOut, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (isTimedOut)
        {
            return new AttemptOutcome(reply, DeliveryErrors.TimedOut(_uri, _options.Timeout, reply, exception));
        }

        if (exception is OperationCanceledException)
        {
            return new AttemptOutcome(reply, DeliveryErrors.ConnectTimedOut(_uri, exception));
        }

        if (TransportFailures.FindOwn(exception) is { } own)
        {
            ExceptionDispatchInfo.Throw(own);
            throw new UnreachableException();
        }

        return new AttemptOutcome(reply, TransportFailures.From(exception, _uri, _options, _body.Length));
    }

    private DeliveryFailure? Judge(DeliveryResponse reply) => reply switch
    {
        { IsSuccess: true } => JudgeBody(reply),
        { IsRedirect: true } => null,
        _ => StatusFailures.From(reply, _uri, _options, _body.Length),
    };

    private DeliveryFailure? JudgeBody(DeliveryResponse reply)
    {
        try
        {
            if (_options.FailOnBody is { } failing && failing.IsMatch(reply.Body))
            {
                return DeliveryErrors.BodyReportsFailure(_uri, reply, failing, isMatch: true);
            }

            return _options.SuccessBody is { } succeeding && !succeeding.IsMatch(reply.Body)
                ? DeliveryErrors.BodyReportsFailure(_uri, reply, succeeding, isMatch: false)
                : null;
        }
        catch (RegexMatchTimeoutException exception)
        {
            return DeliveryErrors.BodyPatternTimedOut(_uri, reply, exception);
        }
    }

    /// <summary>A wait that is longer than allowed ends the delivery, where another attempt would have followed.</summary>
    private DeliveryFailure LimitWait(DeliveryFailure failure) =>
        failure is { IsTransient: true, RetryAfter: { } wait } && wait > Retry.MaximumRetryDelay && _round <= Retry.MaximumRetryCount
            ? DeliveryErrors.RetryAfterTooLong(failure, wait, Retry.MaximumRetryDelay)
            : failure;
}
