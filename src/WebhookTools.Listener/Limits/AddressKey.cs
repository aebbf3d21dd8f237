using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WebhookTools.Listener.Limits;

/// <summary>
/// What counts as one client. Of an IPv6 address only the network, its first 64 bits: whoever has one address there has them all.
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
