using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WebhookTools.Listener.Limits;

/// <summary>
/// Identifies a client for rate limits. Of an IPv6 address only the first 64 bits count, because a client has the whole network.
/// </summary>
internal readonly record struct AddressKey(bool IsVersion6, ulong Value)
{
    public static AddressKey Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.TryWriteBytes(bytes, out _) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? new AddressKey(true, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new AddressKey(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
