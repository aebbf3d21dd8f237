namespace WebhookTools.Core.Signatures.Text;

/// <summary>How a signature's bytes are written in a header.</summary>
internal enum SignatureEncoding
{
    /// <summary>Two hexadecimal digits a byte: lower case when written, any case when read.</summary>
    Hex,

    /// <summary>RFC 4648 base64, padded.</summary>
    Base64,

    /// <summary>RFC 4648 base64 for addresses, without padding when written, with or without it when read.</summary>
    Base64Url,
}
