using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Page;

/// <summary>
/// What a browser is told about everything that people look at: it may load nothing but the listener's own files,
/// run no script but the page's own file, be shown in nobody's frame, and tell nobody where it was.
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

    /// <summary>The same for a reply, which besides is kept in no cache: it holds what only readers may see.</summary>
    public static Reply Protect(Reply reply)
    {
        foreach ((string name, string value) in Headers)
        {
            reply = reply.With(name, value);
        }

        return reply.With("Cache-Control", "no-store");
    }
}
