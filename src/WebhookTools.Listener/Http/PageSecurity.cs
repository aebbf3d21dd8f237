using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Http;

/// <summary>
/// The security headers of everything that a browser shows: it loads only the listener's files, runs only the page's script file,
/// is not shown in a frame, and sends no referrer.
/// </summary>
internal static class PageSecurity
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Content-Security-Policy", ContentSecurityPolicy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    public static void Protect(HttpResponse response)
    {
        foreach ((string name, string value) in Headers)
        {
            response.Headers[name] = value;
        }
    }

    /// <summary>Returns the response with the headers, and with caching disabled because only readers may see it.</summary>
    public static WebhookResponse Protect(WebhookResponse response)
    {
        foreach ((string name, string value) in Headers)
        {
            response = response.With(name, value);
        }

        return response.With("Cache-Control", "no-store");
    }
}
