using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Authentication;

/// <summary>Finds at the start, not at the first webhook, that a scheme cannot read one of its secrets.</summary>
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
            // JSON for the schemes that look for their time in it, and called a form for those that sign nothing else.
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
                // It cannot sign; without headers it looks at its options and at nothing else.
                scheme.Verify(request, new SignatureHeaders(), options.Secrets, options.SignatureOptions, timeProvider);
                return;
            }

            // Headers that the scheme can read, so that it comes to its secrets; with any other secret they do not match, which is no matter.
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
