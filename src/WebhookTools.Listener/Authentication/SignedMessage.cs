using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Hosting;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener.Authentication;

/// <summary>Gathers of a request what a scheme may sign: the body, the address, and for the schemes that sign those instead of the body, the id and the event.</summary>
internal static class SignedMessage
{
    private static readonly string[] EventHeaders = ["X-Hook-Event", "X-GitHub-Event", "X-Pelorus-Event"];
    private static readonly string[] IdHeaders = ["X-Hook-Id", "Webhook-Id"];

    public static SignatureRequest Of(HttpRequest request, ReadOnlyMemory<byte> body, SignatureScheme scheme, Uri? baseUri)
    {
        string? id = FirstHeader(request.Headers, IdHeaders);
        string? name = FirstHeader(request.Headers, EventHeaders);
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

    /// <summary>Whoever signs an id and an event sends them in the body, the resource's own, if no header has them.</summary>
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
            // Half of a surrogate pair: no text, so nothing that anyone signed.
        }
    }

    private static string? FirstHeader(IHeaderDictionary headers, string[] names)
    {
        foreach (string name in names)
        {
            if (headers.TryGetValue(name, out StringValues values))
            {
                return values.ToString();
            }
        }

        return null;
    }
}
