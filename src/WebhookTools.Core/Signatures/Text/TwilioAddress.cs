namespace WebhookTools.Core.Signatures.Text;

/// <summary>An address as Twilio signs it. All is done on its text: to parse and write it could change a letter of what was signed.</summary>
internal static class TwilioAddress
{
    private const string HashName = "bodySHA256";

    /// <summary>The value of <c>bodySHA256</c> in the query, or null.</summary>
    public static string? FindBodyHash(string address) => FindBodyHashRange(address) is { } range ? address[range] : null;

    /// <summary>The address with a <c>bodySHA256</c> in its query, put there or put right.</summary>
    public static string WithBodyHash(string address, ReadOnlySpan<byte> hash)
    {
        string value = Convert.ToHexStringLower(hash);
        if (FindBodyHashRange(address) is { } range)
        {
            return string.Concat(address.AsSpan(..range.Start.Value), value, address.AsSpan(range.End.Value..));
        }

        int end = GetQueryEnd(address);
        char separator = address.AsSpan(0, end).Contains('?') ? '&' : '?';
        return $"{address[..end]}{separator}{HashName}={value}{address[end..]}";
    }

    /// <summary>The address without its port, or, if it has none, with that of its protocol; and which of the two it is.</summary>
    public static (string Address, string Description) WithOtherPort(string address)
    {
        int start = address.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        int end = address.AsSpan(start).IndexOfAny('/', '?', '#') is >= 0 and int length ? start + length : address.Length;
        ReadOnlySpan<char> authority = address.AsSpan(start, end - start);
        int host = authority.LastIndexOf('@') + 1;
        int port = authority.LastIndexOf(':');
        if (port > host && port > authority.LastIndexOf(']'))
        {
            return (address.Remove(start + port, authority.Length - port), "the address without its port");
        }

        bool isPlain = address.StartsWith("http:", StringComparison.OrdinalIgnoreCase);
        return (address.Insert(end, isPlain ? ":80" : ":443"), "the address with its protocol's port");
    }

    private static Range? FindBodyHashRange(string address)
    {
        int query = address.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return null;
        }

        int end = GetQueryEnd(address);
        for (int start = query + 1; start < end;)
        {
            int next = address.IndexOf('&', start, end - start);
            next = next < 0 ? end : next;
            ReadOnlySpan<char> parameter = address.AsSpan(start, next - start);
            if (parameter.StartsWith(HashName + "=", StringComparison.Ordinal))
            {
                return (start + HashName.Length + 1)..next;
            }

            start = next + 1;
        }

        return null;
    }

    private static int GetQueryEnd(string address) => address.IndexOf('#', StringComparison.Ordinal) is >= 0 and int fragment ? fragment : address.Length;
}
