using System.Text;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures;

/// <summary>The bytes that a signature covers: prefix, body, suffix. The body is not copied.</summary>
public sealed record SignedContent
{
    /// <summary>Gets the bytes before the body.</summary>
    public ReadOnlyMemory<byte> Prefix { get; init; }

    /// <summary>Gets the body, or null if the scheme does not cover it.</summary>
    public WebhookBody? Body { get; init; }

    /// <summary>Gets the bytes after the body.</summary>
    public ReadOnlyMemory<byte> Suffix { get; init; }

    /// <summary>Gets the number of bytes.</summary>
    public long Length => Prefix.Length + (Body?.Length ?? 0) + Suffix.Length;

    /// <summary>Creates content with UTF-8 text around the body.</summary>
    internal static SignedContent Create(string prefix, WebhookBody? body, string suffix = "") => new()
    {
        Prefix = Encoding.UTF8.GetBytes(prefix),
        Body = body,
        Suffix = Encoding.UTF8.GetBytes(suffix),
    };

    /// <summary>Creates the content of the schemes that sign the address and a form's parameters, sorted by name.</summary>
    internal static SignedContent CreateFromForm(string address, ReadOnlySpan<byte> form) =>
        Create(address, WebhookBody.FromBytes(FormParameters.JoinSorted(form)));
}
