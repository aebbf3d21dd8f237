using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using WebhookTools.Core;

namespace WebhookTools.Listener.Http.Readers;

/// <summary>
/// The sessions of readers who signed in to the pages. The cookie holds a random id that no script can read and no other site can
/// send. Sessions are in memory only, and limited in number and time. Only digests of the ids are stored and compared, so that
/// timing reveals nothing about them.
/// </summary>
internal sealed class ReaderSessions(ListenerOptions options, TimeProvider timeProvider, IRandomSource random)
{
    public const int MaximumSessions = 256;

    private const int IdLength = 32;

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _endsByDigest = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    /// <summary>True if the request has the cookie of a session that has not ended.</summary>
    public bool IsSignedIn(HttpContext http)
    {
        if (DigestIn(http) is not { } digest)
        {
            return false;
        }

        lock (_gate)
        {
            return _endsByDigest.TryGetValue(digest, out DateTimeOffset end) && timeProvider.GetUtcNow() < end;
        }
    }

    /// <summary>Begins a session.</summary>
    /// <returns>The value of the Set-Cookie header.</returns>
    public string Begin(HttpContext http)
    {
        Span<byte> bytes = stackalloc byte[IdLength];
        random.Fill(bytes);
        string id = Base64Url.EncodeToString(bytes);
        lock (_gate)
        {
            DateTimeOffset now = timeProvider.GetUtcNow();
            while (_byAge.TryPeek(out string? oldest)
                && (_byAge.Count >= MaximumSessions || !_endsByDigest.TryGetValue(oldest, out DateTimeOffset end) || end <= now))
            {
                _endsByDigest.Remove(_byAge.Dequeue());
            }

            string digest = DigestOf(id);
            _endsByDigest.Add(digest, now + Lifetime);
            _byAge.Enqueue(digest);
        }

        return Cookie(http, id, Lifetime);
    }

    /// <summary>Ends the request's session, if there is one.</summary>
    /// <returns>The value of the Set-Cookie header, which deletes the cookie.</returns>
    public string End(HttpContext http)
    {
        if (DigestIn(http) is { } digest)
        {
            lock (_gate)
            {
                _endsByDigest.Remove(digest);
            }
        }

        return Cookie(http, string.Empty, TimeSpan.Zero);
    }

    private static string DigestOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    /// <summary>A browser sends a host's cookies to all ports, so two listeners on one machine need different names.</summary>
    private static string CookieName(HttpContext http) =>
        string.Create(CultureInfo.InvariantCulture, $"webhooktools-{http.Connection.LocalPort}");

    private static string? DigestIn(HttpContext http) =>
        http.Request.Cookies.TryGetValue(CookieName(http), out string? id) && id.Length is > 0 and <= 2 * IdLength ? DigestOf(id) : null;

    private string Cookie(HttpContext http, string value, TimeSpan age) => new SetCookieHeaderValue(CookieName(http), value)
    {
        HttpOnly = true,
        SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Strict,
        Path = "/",
        MaxAge = age,
        Secure = http.Request.IsHttps || IsReachedByTls(http),
    }.ToString();

    /// <summary>Behind a proxy that terminates TLS, the request itself is not secure.</summary>
    private bool IsReachedByTls(HttpContext http) =>
        options.BaseUri is { } uri
        && string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)
        && uri.Host.Equals(http.Request.Host.Host, StringComparison.OrdinalIgnoreCase);
}
