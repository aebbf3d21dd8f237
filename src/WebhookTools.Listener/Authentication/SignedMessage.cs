using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Hosting;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener.Authentication;

/// <summary>Builds the <see cref="SignatureRequest"/> of an HTTP request.</summary>
internal static class SignedMessage
{
    public static SignatureRequest Of(HttpRequest request, ReadOnlyMemory<byte> body, SignatureScheme scheme, Uri? baseUri)
    {
        string? id = FindHeader(request.Headers, scheme.IdHeaderName);
        string? name = FindHeader(request.Headers, scheme.EventHeaderName);
        if (!scheme.CoversBody && (id is null || name is null))
        {
            AddFromBody(body, ref id, ref name);
        }

        return new SignatureRequest
        {
            Body = Core.Payloads.WebhookBody.FromBytes(body),
            Method = request.Method.ToUpperInvariant(),
            Uri = RequestAddress.AsTheSenderCallsIt(request, baseUri),
            ContentType = request.ContentType,
            Id = id,
            Event = name,
        };
    }

    /// <summary>A scheme that signs an id and an event instead of the body takes them from the body if no header carries them.</summary>
    private static void AddFromBody(ReadOnlyMemory<byte> body, ref string? id, ref string? name)
    {
        using JsonDocument? document = JsonBody.TryParseObject(body, out _);
        if (document is null)
        {
            return;
        }

        try
        {
            id ??= JsonMembers.Text(document.RootElement, "id");
            name ??= JsonMembers.Text(document.RootElement, "event");
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate is not text, so no sender has signed it.
        }
    }

    private static string? FindHeader(IHeaderDictionary headers, string? name) =>
        name is not null && headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values.ToString() : null;
}
