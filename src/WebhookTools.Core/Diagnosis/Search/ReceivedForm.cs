namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>How the bytes of a received signature are written.</summary>
internal enum ReceivedForm
{
    /// <summary>Two hexadecimal digits a byte.</summary>
    Hex,

    /// <summary>Base64.</summary>
    Base64,

    /// <summary>Base64 for addresses, or base64 without its padding.</summary>
    Base64Url,

    /// <summary>The base64 of the hexadecimal digits: encoded twice.</summary>
    Base64OfHex,

    /// <summary>Base64 whose plus signs have become spaces, as URL decoding does.</summary>
    Base64WithSpaces,

    /// <summary>As the scheme itself reads it out of the request, and no text of a header.</summary>
    Scheme,
}
