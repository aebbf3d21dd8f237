using System.Buffers;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http;

namespace WebhookTools.Listener.Page;

/// <summary>A style, a script or a picture of the pages. They hold no alert, so anyone may have them; a browser asks each time whether they changed.</summary>
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
