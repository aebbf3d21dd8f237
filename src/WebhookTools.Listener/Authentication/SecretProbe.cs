using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Authentication;

/// <summary>Finds secrets that the scheme cannot read when the listener starts, rather than at the first webhook.</summary>
internal static class SecretProbe
{
    /// <exception cref="WebhookException">A secret cannot be read.</exception>
    public static void Check(ListenerOptions options, TimeProvider timeProvider)
    {
        if (options.Scheme is not { } scheme)
        {
            return;
        }

        var request = new SignatureRequest
        {
            // JSON for the schemes that read their timestamp from it, and declared as a form for those that sign nothing else.
            Body = WebhookBody.FromText("{}"),
            ContentType = "application/x-www-form-urlencoded",
            Id = "probe",
            Event = "probe",
            Uri = new Uri("http://localhost/"),
        };
        try
        {
            if (ReferenceEquals(scheme, SignatureSchemes.Auto))
            {
                // Auto cannot sign. Without headers it checks its options and nothing else.
                scheme.Verify(request, new SignatureHeaders(), options.Secrets, options.SignatureOptions, timeProvider);
                return;
            }

            // The scheme reads the secrets only if the headers are well-formed, so the probe signs with a generated secret. The
            // signature is expected not to match.
            SignatureResult signed = scheme.Sign(request, [scheme.NewSecret(SystemRandomSource.Instance)], options.SignatureOptions, timeProvider, SystemRandomSource.Instance);
            var headers = new SignatureHeaders();
            foreach ((string name, string value) in signed.Headers)
            {
                headers.Add(name, value);
            }

            foreach (WebhookSecret secret in options.Secrets)
            {
                scheme.Verify(request, headers, [secret], options.SignatureOptions, timeProvider);
            }
        }
        catch (SignatureException exception)
        {
            throw ListenerErrors.SignatureSetupInvalid(exception);
        }
    }
}
