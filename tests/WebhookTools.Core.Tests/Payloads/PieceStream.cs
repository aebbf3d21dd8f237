namespace WebhookTools.Core.Tests.Payloads;

/// <summary>Gives bytes in pieces, as a pipe does.</summary>
internal sealed class PieceStream(byte[] bytes, int piece, Action? beforeRead = null) : ReadOnlyStream
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        beforeRead?.Invoke();
        int length = Math.Min(Math.Min(piece, buffer.Length), bytes.Length - _position);
        bytes.AsSpan(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }
}
