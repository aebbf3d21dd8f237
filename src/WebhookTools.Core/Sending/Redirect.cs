using WebhookTools.Core.Masking;

namespace WebhookTools.Core.Sending;

/// <summary>Decides whether a redirect is followed.</summary>
internal static class Redirect
{
    /// <summary>Returns why the redirect is not followed, or null with the URI to follow it to.</summary>
    /// <param name="followed">The number of redirects that were followed before this one.</param>
    public static DeliveryFailure? GetFailure(DeliveryOptions options, DeliveryResponse response, Uri from, int followed, out Uri? target)
    {
        target = GetTarget(response, from);
        if (target is null)
        {
            return DeliveryErrors.RedirectWithoutAddress(from, response);
        }

        if (response.StatusCode is not (307 or 308) || options.MaximumRedirection == 0)
        {
            return DeliveryErrors.RedirectNotFollowed(from, response, target);
        }

        if (followed >= options.MaximumRedirection)
        {
            return DeliveryErrors.TooManyRedirects(from, target, options.MaximumRedirection);
        }

        if (from.Scheme is "https" && target.Scheme is "http")
        {
            return DeliveryErrors.RedirectToPlainHttp(from, target);
        }

        // Credentials and signatures are for the receiver that the caller named. Without them, the other receiver would
        // reject the webhook as unsigned, and the caller would look for the fault in the signature.
        return CarriesSecrets(options) && !IsSameReceiver(options.Uri, target) ? DeliveryErrors.RedirectToOtherReceiver(from, target) : null;
    }

    // User information in the location is dropped: it would be logged.
    private static Uri? GetTarget(DeliveryResponse response, Uri from)
    {
        if (!response.Headers.TryGetValue("Location", out string? location)
            || !Uri.TryCreate(from, location, out Uri? target)
            || target.Scheme is not ("http" or "https")
            || target.Host.Length == 0)
        {
            return null;
        }

        return target.UserInfo.Length == 0 ? target : new UriBuilder(target) { UserName = string.Empty, Password = string.Empty }.Uri;
    }

    private static bool CarriesSecrets(DeliveryOptions options) =>
        options.Credential is not null
        || options.Signing is not null
        || options.Connection.ClientCertificate is not null
        || options.Headers.Any(static header => SecretNames.IsSecret(header.Key));

    // The same host and port, or the same host upgraded to https.
    private static bool IsSameReceiver(Uri one, Uri other) =>
        string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase)
        && (string.Equals(one.Scheme, other.Scheme, StringComparison.Ordinal) ? one.Port == other.Port : other.Scheme is "https");
}
