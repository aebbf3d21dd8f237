using System.Net;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>A request on its way to an endpoint.</summary>
/// <param name="Http">The server's view of it.</param>
/// <param name="Remote">The client's address.</param>
/// <param name="RouteValue">What stands in place of the route's <c>*</c>; empty where it has none.</param>
internal readonly record struct RequestContext(HttpContext Http, IPAddress? Remote, string RouteValue);
