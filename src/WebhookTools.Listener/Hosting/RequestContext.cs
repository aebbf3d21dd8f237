using System.Net;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>A request on its way to an endpoint.</summary>
/// <param name="Http">The server's view of it.</param>
/// <param name="Remote">The client's address.</param>
internal readonly record struct RequestContext(HttpContext Http, IPAddress? Remote);
