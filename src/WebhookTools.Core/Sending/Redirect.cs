namespace WebhookTools.Core.Sending;

/// <summary>Whether a delivery goes where a reply sends it.</summary>
internal static class Redirect
{
    /// <summary>The new address, without user information; null where the reply names none that is one.</summary>
    public static Uri? GetTarget(DeliveryResponse reply, Uri from)
    {
        if (!reply.Headers.TryGetValue("Location", out string? location)
            || !Uri.TryCreate(from, location, out Uri? target)
            || target.Scheme is not ("http" or "https")
            || target.Host.Length == 0)
        {
            return null;
        }

        return target.UserInfo.Length == 0 ? target : new Uri(Describe.Address(target));
    }

    /// <summary>Why it does not go there, or null when it does.</summary>
    /// <param name="followed">How many redirects were followed before this one.</param>
    public static DeliveryFailure? GetRefusal(DeliveryOptions options, DeliveryResponse reply, Uri from, Uri? target, int followed)
    {
        if (target is null)
        {
            return DeliveryErrors.RedirectWithoutAddress(from, reply);
        }

        if (reply.StatusCode is not (307 or 308) || options.MaximumRedirection == 0)
        {
            return DeliveryErrors.RedirectNotFollowed(from, reply, target);
        }

        if (followed >= options.MaximumRedirection)
        {
            return DeliveryErrors.TooManyRedirects(from, target, options.MaximumRedirection);
        }

        if (from.Scheme is "https" && target.Scheme is "http")
        {
            return DeliveryErrors.RedirectToPlainHttp(from, target);
        }

        // Credentials and signatures are meant for the receiver that the caller named. Sent on without them, the webhook
        // would be refused there as unsigned, and the caller would look for the fault in the signature.
        return CarriesSecrets(options) && !IsSameReceiver(options.Uri, target) ? DeliveryErrors.RedirectToOtherReceiver(from, target) : null;
    }

    private static bool CarriesSecrets(DeliveryOptions options) =>
        options.Credential is not null
        || options.Signing is not null
        || options.Connection.ClientCertificate is not null
        || options.Headers.Any(static header => HeaderRedactor.IsSensitive(header.Key));

    /// <summary>The same host on the same port, or the same host now with TLS.</summary>
    private static bool IsSameReceiver(Uri one, Uri other) =>
        string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase)
        && (string.Equals(one.Scheme, other.Scheme, StringComparison.Ordinal) ? one.Port == other.Port : other.Scheme is "https");
}
