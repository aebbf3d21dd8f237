using System.Buffers;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http;

namespace WebhookTools.Listener.Page;

/// <summary>Serves a style sheet, script or image of the pages. Assets contain no alerts, so no authorization is needed. Browsers revalidate them on each use.</summary>
internal sealed class AssetEndpoint(PageAsset asset) : IEndpoint
{
    public string Name => "page";

    public EndpointAccess Access => EndpointAccess.Anyone;

    public bool IsRateLimited => false;

    public ValueTask HandleAsync(RequestContext context)
    {
        HttpResponse response = context.Http.Response;
        PageSecurity.Protect(response);
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = asset.EntityTag.ToString();
        if (asset.IsCachedBy(context.Http.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return ValueTask.CompletedTask;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = asset.Content.Length;
        response.BodyWriter.Write(asset.Content.Span);
        return ValueTask.CompletedTask;
    }
}
