namespace WebhookTools.Core.Sending;

/// <summary>What a reply's status means for a delivery.</summary>
internal static class StatusFailures
{
    /// <summary>Why a reply that is neither a success nor a redirect did not deliver, and whether to try again.</summary>
    public static DeliveryFailure From(DeliveryResponse reply, Uri uri, DeliveryOptions options, long bodyLength)
    {
        DeliveryFailure failure = reply.StatusCode switch
        {
            401 => DeliveryErrors.Unauthorized(uri, reply, options),
            403 => DeliveryErrors.Forbidden(uri, reply, options),
            404 => DeliveryErrors.ReceiverNotFound(uri, reply),
            405 => DeliveryErrors.MethodNotAllowed(uri, reply, options.Method),
            407 => DeliveryErrors.ProxyAuthenticationRequired(uri, reply, cause: null),
            408 => DeliveryErrors.RequestTimedOut(uri, reply),
            410 => DeliveryErrors.ReceiverGone(uri, reply),
            413 => DeliveryErrors.BodyTooLarge(uri, reply, bodyLength),
            415 => DeliveryErrors.ContentTypeRefused(uri, reply, options.EffectiveContentType),
            425 => DeliveryErrors.TooEarly(uri, reply),
            429 => DeliveryErrors.TooManyRequests(uri, reply),
            >= 400 and <= 499 => DeliveryErrors.RequestRefused(uri, reply),
            >= 500 => DeliveryErrors.ServerFailed(uri, reply),
            _ => DeliveryErrors.StatusNotUnderstood(uri, reply),
        };
        return failure with { IsTransient = IsTransient(reply.StatusCode), RetryAfter = reply.RetryAfter };
    }

    /// <summary>Statuses after which the same request may succeed. 501 and 505 speak of the request itself.</summary>
    private static bool IsTransient(int status) => status is 408 or 425 or 429 or (>= 500 and not 501 and not 505);
}
