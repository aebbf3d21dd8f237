using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>Signed content that has text around the body.</summary>
internal static class ContentText
{
    /// <summary>Text before the body and after it, as UTF-8.</summary>
    public static SignedContent Around(string before, WebhookBody? body, string after = "") => new()
    {
        Prefix = System.Text.Encoding.UTF8.GetBytes(before),
        Body = body,
        Suffix = System.Text.Encoding.UTF8.GetBytes(after),
    };

    /// <summary>The address as it was given: to parse it and write it anew could change what was signed.</summary>
    /// <exception cref="SignatureException">There is none, or a relative one.</exception>
    public static string RequireAddress(SignatureRequest request, string scheme) =>
        request.Uri is { IsAbsoluteUri: true } uri ? uri.OriginalString : throw SignatureErrors.SignedAddressMissing(scheme);
}
