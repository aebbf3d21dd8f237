using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>One webhook on its way: what is the same over all attempts, and what the last one left.</summary>
internal sealed class Delivery
{
    private readonly WebhookBody _body;
    private readonly DeliveryOptions _options;
    private readonly DeliveryRequestFactory _requests;
    private readonly HttpClient _client;
    private readonly IDeliveryObserver? _observer;
    private readonly TimeProvider _timeProvider;
    private readonly SecretRedactor _redactor;
    private readonly long _start;

    private Uri _uri;
    private int _requestCount;
    private int _round;

    public Delivery(WebhookBody body, DeliveryOptions options, HttpClient client, IDeliveryObserver? observer, TimeProvider timeProvider, IRandomSource random)
    {
        _body = body;
        _options = options;
        _requests = new DeliveryRequestFactory(body, options, timeProvider, random);
        _client = client;
        _observer = observer;
        _timeProvider = timeProvider;
        _redactor = SecretRedactor.For(options);
        _uri = options.Uri;
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
        for (int followed = 0; ; followed++)
        {
            AttemptOutcome outcome = await RequestAsync(cancellationToken);
            if (outcome is not { Failure: null, Reply.IsRedirect: true })
            {
                return outcome with { Failure = outcome.Failure is { } failure ? LimitWait(failure) : null };
            }

            Uri? target = Redirect.GetTarget(outcome.Reply, _uri);
            if (Redirect.GetRefusal(_options, outcome.Reply, _uri, target, followed) is { } refusal)
            {
                return outcome with { Failure = refusal };
            }

            _uri = target!;
        }
    }

    /// <summary>Tells the observer of a wait.</summary>
    public void ReportRetry(DeliveryFailure failure, TimeSpan delay) =>
        _observer?.OnRetry(_uri, _requestCount, _redactor.Redact(failure.Message), delay);

    /// <summary>What became of it all.</summary>
    public DeliveryResult ToResult(AttemptOutcome outcome)
    {
        DeliveryReply? reply = outcome.Reply;
        var result = new DeliveryResult
        {
            Uri = _uri,
            StatusCode = reply?.StatusCode,
            Attempts = _requestCount,
            Duration = _timeProvider.GetElapsedTime(_start),
            Id = _requests.Id,
            ResponseBody = reply is null ? null : _redactor.Redact(reply.Body),
            IsResponseBodyTruncated = reply?.IsBodyTruncated ?? false,
            Error = outcome.Failure?.ToException(_requestCount, _redactor),
        };
        if (_requests.Signature is { } signature)
        {
            result = result with { SignatureHeaders = _redactor.RedactHeaders(signature.Headers) };
        }

        return reply is null ? result : result with { ResponseHeaders = _redactor.RedactTexts(reply.Headers) };
    }

    private async ValueTask<AttemptOutcome> RequestAsync(CancellationToken cancellationToken)
    {
        _requestCount++;
        _observer?.OnAttempt(_uri, _requestCount);
        WebhookContent.CheckUnchanged(_body);
        using HttpRequestMessage request = _requests.Create(_uri);
        using var timeout = new CancellationTokenSource(_options.Timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        DeliveryReply? reply = null;
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            reply = DeliveryReplyReader.ReadHead(response, _timeProvider.GetUtcNow());
            reply = await DeliveryReplyReader.ReadBodyAsync(reply, response, either.Token);
            return new AttemptOutcome(reply, Judge(reply));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever the cancelled connection threw: it was the caller who ended it.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            DeliveryFailure failure = timeout.IsCancellationRequested
                ? DeliveryErrors.TimedOut(_uri, _options.Timeout, reply, exception)
                : DeliveryErrors.ConnectTimedOut(_uri, exception);
            return new AttemptOutcome(reply, failure);
        }
        catch (Exception exception) when (TransportFailures.FindOwn(exception) is { } own)
        {
            ExceptionDispatchInfo.Throw(own);
            throw new UnreachableException();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new AttemptOutcome(reply, TransportFailures.From(exception, _uri, _options, _body.Length));
        }
    }

    private DeliveryFailure? Judge(DeliveryReply reply) => reply switch
    {
        { IsSuccess: true } => JudgeBody(reply),
        { IsRedirect: true } => null,
        _ => StatusFailures.From(reply, _uri, _options, _body.Length),
    };

    private DeliveryFailure? JudgeBody(DeliveryReply reply)
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
