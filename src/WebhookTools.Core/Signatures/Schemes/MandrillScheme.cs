using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Mailchimp Transactional's documentation, Track and respond to activity with webhooks, Authenticating webhook requests.</summary>
internal sealed class MandrillScheme() : HeaderScheme(
    "Mandrill",
    "Mandrill (Mailchimp Transactional): HMAC-SHA1 of URL and form parameters, in base64",
    new HeaderLayout("X-Mandrill-Signature") { Encoding = SignatureEncoding.Base64 },
    HmacAlgorithm.Sha1)
{
    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input)
    {
        ReadOnlyMemory<byte> body = input.Request.Body.ReadAll();
        return FormParameters.IsForm(input.Request, body.Span)
            ? SignedContent.CreateFromForm(input.Request.RequireAddress(Name), body.Span)
            : throw SignatureErrors.SignedBodyNotForm(Name);
    }

    /// <inheritdoc/>
    protected override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options) =>
        FormParameters.IsForm(request, request.Body.ReadAll().Span)
            ? base.Read(request, headers, options)
            : ReceivedSignature.Invalid("The body is not a form, and the signature covers only form parameters.");
}
