using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Authentication;

/// <summary>The inputs of a signature's verification.</summary>
/// <param name="Scheme">The scheme that the sender must sign with.</param>
/// <param name="Request">The signed parts of the request.</param>
/// <param name="Headers">The received headers.</param>
internal sealed record SignedWebhook(SignatureScheme Scheme, SignatureRequest Request, SignatureHeaders Headers);

/// <summary>Verifies that webhooks are signed with the configured scheme, if there is one.</summary>
internal sealed class SignatureAuthenticator(ListenerOptions options, TimeProvider timeProvider)
{
    /// <summary>The journal's word for a signature that was verified.</summary>
    public const string Verified = "verified";

    /// <summary>The journal's word for a webhook that did not need a signature.</summary>
    public const string NotRequired = "not-required";

    private readonly string? _baseAddress = options.BaseUri?.AbsoluteUri.TrimEnd('/');

    /// <summary>Collects the inputs of a verification.</summary>
    /// <param name="schemeFor">Replaces the configured scheme by the one that the protocol's senders use.</param>
    /// <returns>Null if no signature is required.</returns>
    public SignedWebhook? Read(IncomingWebhook webhook, Func<SignatureScheme, SignatureScheme> schemeFor)
    {
        if (options.Scheme is null)
        {
            return null;
        }

        SignatureScheme scheme = schemeFor(options.Scheme);
        string? id = FindHeader(webhook, scheme.IdHeaderName);
        string? eventName = FindHeader(webhook, scheme.EventHeaderName);
        if (!scheme.CoversBody && (id is null || eventName is null))
        {
            AddFromBody(webhook.Body, ref id, ref eventName);
        }

        var request = new SignatureRequest
        {
            Body = WebhookBody.FromBytes(webhook.Body),
            Method = webhook.Method,
            Uri = AddressOf(webhook),
            ContentType = webhook.FirstHeader("Content-Type"),
            Id = id,
            Event = eventName,
        };
        return new SignedWebhook(scheme, request, webhook.Headers);
    }

    /// <summary>Verifies a signature.</summary>
    /// <exception cref="SignatureException">A secret cannot be read, or an input that the scheme needs is missing.</exception>
    public SignatureVerification Verify(SignedWebhook signed) =>
        signed.Scheme.Verify(signed.Request, signed.Headers, options.Secrets, options.SignatureOptions, timeProvider);

    /// <summary>Responds to a provider's challenge (<see cref="SignatureScheme.TryAnswerChallenge"/>).</summary>
    /// <param name="verification">The verdict. Only a valid signature is answered, so that no other sender has tokens signed here.</param>
    /// <param name="response">The body to send with status 200; empty if the webhook is not a challenge.</param>
    public bool TryAnswerChallenge(SignedWebhook signed, SignatureVerification verification, out byte[] response)
    {
        response = [];
        SignatureScheme? scheme = ReferenceEquals(signed.Scheme, SignatureSchemes.Auto) ? SignatureSchemes.Find(verification.Scheme) : signed.Scheme;
        return verification is { IsValid: true, SecretIndex: >= 0 }
            && scheme is not null
            && scheme.TryAnswerChallenge(signed.Request.Body, options.Secrets[verification.SecretIndex], out response);
    }

    /// <summary>Returns the address as the sender called it. Behind a proxy only the configured base address is right.</summary>
    private Uri? AddressOf(IncomingWebhook webhook)
    {
        string target = webhook.Query is null ? webhook.EscapedPath : webhook.EscapedPath + "?" + webhook.Query;
        return (_baseAddress ?? webhook.Origin) is { } start && Uri.TryCreate(start + target, UriKind.Absolute, out Uri? uri) ? uri : null;
    }

    private static string? FindHeader(IncomingWebhook webhook, string? name) =>
        name is not null && webhook.Headers.TryGet(name, out string value) ? value : null;

    /// <summary>Senders that sign an id and an event, but send them in no header, send them as members of the body.</summary>
    private static void AddFromBody(ReadOnlyMemory<byte> body, ref string? id, ref string? eventName)
    {
        using JsonDocument? document = JsonBody.TryParseObject(body, out _);
        if (document is null)
        {
            return;
        }

        try
        {
            id ??= JsonMembers.Text(document.RootElement, "id");
            eventName ??= JsonMembers.Text(document.RootElement, "event");
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: no sender signed that.
        }
    }
}
