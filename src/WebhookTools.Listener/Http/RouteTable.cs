using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Http;

/// <summary>The result of a route's lookup.</summary>
/// <param name="Endpoint">The endpoint, or null.</param>
/// <param name="Rejection">The response if there is no endpoint: status 404 or 405.</param>
internal readonly record struct RouteMatch(IEndpoint? Endpoint, WebhookResponse? Rejection);

/// <summary>
/// Maps paths and methods to endpoints: exact paths, and paths whose last segment is <c>*</c>. The listener needs no more than
/// one dictionary lookup, so it does without the framework's router.
/// </summary>
internal sealed class RouteTable
{
    private const string AnySegment = "/*";

    private readonly Dictionary<string, Methods> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Methods> _anySegment = new(StringComparer.Ordinal);

    /// <summary>Adds a path. Adding it again for the same endpoint has no effect.</summary>
    /// <param name="owner">Names the owner of the path in the error if two endpoints claim it.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">Another endpoint has the path.</exception>
    public void Add(string method, string path, IEndpoint endpoint, string owner)
    {
        bool isAny = path.EndsWith(AnySegment, StringComparison.Ordinal);
        string key = isAny ? path[..^1] : WithoutSlash(path);
        Dictionary<string, Methods> table = isAny ? _anySegment : _exact;
        if (!table.TryGetValue(key, out Methods? methods))
        {
            methods = new Methods();
            table.Add(key, methods);
        }

        methods.Add(method, endpoint, owner, path);
    }

    public RouteMatch Match(string method, string path)
    {
        path = WithoutSlash(path);
        if (_exact.TryGetValue(path, out Methods? methods))
        {
            return methods.Match(method);
        }

        int segment = path.LastIndexOf('/') + 1;
        return segment > 0 && segment < path.Length && _anySegment.TryGetValue(path[..segment], out methods)
            ? methods.Match(method)
            : new RouteMatch(null, StandardResponses.NotFound);
    }

    private static string WithoutSlash(string path) => path.Length > 1 && path[^1] == '/' ? path[..^1] : path;

    private sealed class Methods
    {
        private readonly List<(string Method, IEndpoint Endpoint, string Owner)> _endpoints = [];
        private WebhookResponse? _notAllowed;

        public void Add(string method, IEndpoint endpoint, string owner, string path)
        {
            foreach ((string existingMethod, IEndpoint existing, string existingOwner) in _endpoints)
            {
                if (!string.Equals(existingMethod, method, StringComparison.Ordinal))
                {
                    continue;
                }

                if (!ReferenceEquals(existing, endpoint))
                {
                    throw ListenerErrors.PathTaken(path, existingOwner, owner);
                }

                return;
            }

            _endpoints.Add((method, endpoint, owner));
            IEnumerable<string> allowed = _endpoints.Select(item => item.Method);
            _notAllowed = StandardResponses.MethodNotAllowed(string.Join(", ", allowed.Contains(HttpMethods.Get, StringComparer.Ordinal) ? allowed.Append(HttpMethods.Head) : allowed));
        }

        public RouteMatch Match(string method)
        {
            // HEAD is handled as GET; the server omits the body.
            string wanted = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
            foreach ((string candidate, IEndpoint endpoint, _) in _endpoints)
            {
                if (HttpMethods.Equals(candidate, wanted))
                {
                    return new RouteMatch(endpoint, null);
                }
            }

            return new RouteMatch(null, _notAllowed);
        }
    }
}
