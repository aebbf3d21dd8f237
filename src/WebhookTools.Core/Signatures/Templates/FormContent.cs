using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>Signed content of those who sign a form: the address, then the parameters by name.</summary>
internal static class FormContent
{
    /// <summary>The address and the parameters of a form.</summary>
    public static SignedContent Of(string address, ReadOnlySpan<byte> form) =>
        ContentText.Around(address, WebhookBody.FromBytes(FormParameters.JoinSorted(form)));
}
