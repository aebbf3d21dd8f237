using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Paths and methods to endpoints: exact paths, and paths whose last segment is <c>*</c>. One lookup finds any of them,
/// which is all that a listener needs; the framework's router would be asked to do no more.
/// </summary>
internal sealed class RouteTable
{
    private const string AnySegment = "/*";

    private readonly Dictionary<string, Methods> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Methods> _anySegment = new(StringComparer.Ordinal);

    /// <summary>Adds a path. To add it twice for the same endpoint is to add it once.</summary>
    /// <param name="owner">Who asks for the path, for the error where two do.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">The path is taken.</exception>
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
            : new RouteMatch(null, Replies.NotFound);
    }

    private static string WithoutSlash(string path) => path.Length > 1 && path[^1] == '/' ? path[..^1] : path;

    private sealed class Methods
    {
        private readonly List<(string Method, IEndpoint Endpoint, string Owner)> _endpoints = [];
        private Reply? _notAllowed;

        public void Add(string method, IEndpoint endpoint, string owner, string path)
        {
            foreach ((string taken, IEndpoint known, string first) in _endpoints)
            {
                if (!string.Equals(taken, method, StringComparison.Ordinal))
                {
                    continue;
                }

                if (!ReferenceEquals(known, endpoint))
                {
                    throw ListenerErrors.PathTaken(path, first, owner);
                }

                return;
            }

            _endpoints.Add((method, endpoint, owner));
            IEnumerable<string> allowed = _endpoints.Select(known => known.Method);
            _notAllowed = Replies.MethodNotAllowed(string.Join(", ", allowed.Contains(HttpMethods.Get, StringComparer.Ordinal) ? allowed.Append(HttpMethods.Head) : allowed));
        }

        public RouteMatch Match(string method)
        {
            // What can be read can be asked for its head; the server leaves the body out.
            string wanted = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
            foreach ((string known, IEndpoint endpoint, _) in _endpoints)
            {
                if (HttpMethods.Equals(known, wanted))
                {
                    return new RouteMatch(endpoint, null);
                }
            }

            return new RouteMatch(null, _notAllowed);
        }
    }
}
