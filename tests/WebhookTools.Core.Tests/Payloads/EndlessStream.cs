namespace WebhookTools.Core.Tests.Payloads;

/// <summary>Gives a beginning, and then the same again and again, made as it is read, until it is long enough.</summary>
internal sealed class EndlessStream(byte[] beginning, byte[] again, long size) : ReadOnlyStream
{
    private byte[] _current = beginning;
    private int _position;
    private long _given;

    public override int Read(Span<byte> buffer)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            if (_position == _current.Length)
            {
                if (_given >= size)
                {
                    break;
                }

                _current = again;
                _position = 0;
            }

            int part = Math.Min(buffer.Length - length, _current.Length - _position);
            _current.AsSpan(_position, part).CopyTo(buffer[length..]);
            _position += part;
            length += part;
            _given += part;
        }

        return length;
    }
}
