namespace WebhookTools.Core.Sending.Direct;

/// <summary>Finds <see cref="KnownHeader"/>s by their names.</summary>
internal static class KnownHeaders
{
    /// <summary>Which one it is, in any case.</summary>
    public static KnownHeader Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        10 when Is(name, "connection"u8) => KnownHeader.Connection,
        11 when Is(name, "retry-after"u8) => KnownHeader.RetryAfter,
        12 when Is(name, "content-type"u8) => KnownHeader.ContentType,
        14 when Is(name, "content-length"u8) => KnownHeader.ContentLength,
        17 when Is(name, "transfer-encoding"u8) => KnownHeader.TransferEncoding,
        _ => KnownHeader.Other,
    };

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase)
    {
        for (int index = 0; index < name.Length; index++)
        {
            // Of the characters of a token, only a capital letter and its small one differ in this bit alone, '^' and '~' aside: neither is in a name here.
            if ((name[index] | 0x20) != lowerCase[index])
            {
                return false;
            }
        }

        return true;
    }
}
