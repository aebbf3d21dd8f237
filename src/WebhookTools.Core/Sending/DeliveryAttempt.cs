using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>
/// One attempt to deliver a webhook: signs the body, posts it once, and classifies the response. It neither waits nor
/// retries: a loop around it and <see cref="RetryPolicy"/> does.
/// </summary>
internal sealed class DeliveryAttempt(WebhookBody body, DeliveryPlan plan, ConnectionPool connections, TimeProvider timeProvider, IRandomSource random)
{
    private readonly DeliveryOptions _options = plan.Options;

    /// <summary>Sends one request, and one more for each redirect that the options allow.</summary>
    /// <param name="id">The message id of earlier attempts; null to let the signature scheme create one.</param>
    /// <param name="onRequest">Called before each request with its address.</param>
    /// <exception cref="WebhookException">The body cannot be read or signed.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public async Task<AttemptOutcome> RunAsync(string? id, Action<ShownAddress> onRequest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Uri uri = _options.Uri;
        for (int requests = 1; ; requests++)
        {
            onRequest(new ShownAddress(uri, plan.Mask));
            WebhookContent.CheckUnchanged(body);
            SignatureResult? signature = Sign(uri, id);
            id ??= signature?.Id;
            (DeliveryResponse? response, DeliveryFailure? failure) = await PostAsync(uri, signature, cancellationToken);
            if (failure is null && response is { IsRedirect: true })
            {
                failure = Redirect.GetFailure(_options, response, uri, followed: requests - 1, out Uri? target);
                if (failure is null)
                {
                    uri = target!;
                    continue;
                }
            }

            return new AttemptOutcome(response, failure, signature?.Headers, plan.Mask) { Uri = uri, Requests = requests, Id = id };
        }
    }

    private SignatureResult? Sign(Uri uri, string? id)
    {
        if (_options.Signing is not { } signing)
        {
            return null;
        }

        var request = new SignatureRequest
        {
            Body = body,
            Id = id,
            Timestamp = timeProvider.GetUtcNow(),
            Uri = uri,
            Method = plan.SignedMethod,
            Event = _options.Event,
            ContentType = plan.ContentType,
        };
        return signing.Scheme.Sign(request, signing.Secrets, signing.Options, timeProvider, random);
    }

    private async Task<(DeliveryResponse? Response, DeliveryFailure? Failure)> PostAsync(Uri uri, SignatureResult? signature, CancellationToken cancellationToken)
    {
        HttpClient client = connections.GetClient(_options.Connection);
        using HttpRequestMessage request = plan.CreateRequest(uri, body, signature);
        using var timeout = new CancellationTokenSource(_options.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        DeliveryResponse? response = null;
        try
        {
            using HttpResponseMessage message = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            response = DeliveryResponseReader.ReadHead(message, timeProvider.GetUtcNow());
            response = await DeliveryResponseReader.ReadBodyAsync(response, message, either.Token);
            return (response, Classify(response, uri));
        }
        catch (Exception exception) when (IsTransportFailure(exception) || cancellationToken.IsCancellationRequested)
        {
            // A canceled connection may throw anything.
            cancellationToken.ThrowIfCancellationRequested();
            return (response, Classify(exception, response, uri, timeout.IsCancellationRequested));
        }
    }

    private static bool IsTransportFailure(Exception exception) =>
        exception is OperationCanceledException or HttpRequestException or IOException or SocketException;

    private DeliveryFailure Classify(Exception exception, DeliveryResponse? response, Uri uri, bool isTimedOut)
    {
        if (isTimedOut)
        {
            return DeliveryErrors.TimedOut(uri, _options.Timeout, response, exception);
        }

        if (exception is OperationCanceledException)
        {
            return DeliveryErrors.ConnectTimedOut(uri, exception);
        }

        if (FailureClassifier.FindOwn(exception) is { } own)
        {
            ExceptionDispatchInfo.Throw(own);
            throw new UnreachableException();
        }

        return FailureClassifier.FromException(exception, uri, _options, body.Length);
    }

    private DeliveryFailure? Classify(DeliveryResponse response, Uri uri) => response switch
    {
        { IsSuccess: true } => ClassifyBody(response, uri),
        { IsRedirect: true } => null,
        _ => FailureClassifier.FromStatus(response, uri, _options, body.Length),
    };

    private DeliveryFailure? ClassifyBody(DeliveryResponse response, Uri uri)
    {
        try
        {
            if (_options.FailOnBody is { } failing && failing.IsMatch(response.Body))
            {
                return DeliveryErrors.BodyReportsFailure(uri, response, failing, isMatch: true);
            }

            return _options.SuccessBody is { } succeeding && !succeeding.IsMatch(response.Body)
                ? DeliveryErrors.BodyReportsFailure(uri, response, succeeding, isMatch: false)
                : null;
        }
        catch (RegexMatchTimeoutException exception)
        {
            return DeliveryErrors.BodyPatternTimedOut(uri, response, exception);
        }
    }
}
