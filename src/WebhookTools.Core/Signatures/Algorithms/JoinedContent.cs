using System.Buffers;
using System.Security.Cryptography;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>Signed content as one run of bytes; a rented buffer goes back, wiped, when it is disposed of.</summary>
internal readonly ref struct JoinedContent
{
    private readonly byte[]? _rented;

    public JoinedContent(ReadOnlySpan<byte> bytes, byte[]? rented = null)
    {
        Bytes = bytes;
        _rented = rented;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            CryptographicOperations.ZeroMemory(_rented.AsSpan(0, Bytes.Length));
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
