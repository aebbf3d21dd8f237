using System.Net;

namespace WebhookTools.Core.Sending;

/// <summary>A request as the runtime's client takes it.</summary>
internal static class ClientRequest
{
    /// <summary>Makes one.</summary>
    public static HttpRequestMessage Create(DeliveryRequest request, ConnectionOptions connection)
    {
        Version? asked = connection.HttpVersion;
        var message = new HttpRequestMessage(request.Method, request.Uri)
        {
            Version = asked ?? HttpVersion.Version20,
            VersionPolicy = asked == HttpVersion.Version20 ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
            Content = request.HasBody ? new WebhookContent(request.Body, request.ContentType) : null,
        };
        foreach ((string name, string value) in request.Headers)
        {
            // The runtime keeps the headers that describe a body apart.
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content ??= new WebhookContent(request.Body, request.ContentType);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
