using System.Buffers;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Finds where a value ends that came only in part, going on where it stopped: a value that comes in many pieces is looked at once, not once a piece.
/// It judges nothing: whatever cannot go on is said to be complete, and the parser says what is wrong.
/// </summary>
internal sealed class JsonFrameScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("{}[]\""u8);
    private static readonly SearchValues<byte> StringBreaks = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);
    private static readonly SearchValues<byte> Atom = SearchValues.Create("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private int _position;
    private int _depth;
    private bool _isInString;

    /// <summary>Begins a value.</summary>
    public void Reset()
    {
        _position = 0;
        _depth = 0;
        _isInString = false;
    }

    /// <summary>Looks at what has come since the last time.</summary>
    /// <param name="value">All of the value so far, from its first byte.</param>
    /// <returns>Whether the value is complete.</returns>
    public bool IsComplete(ReadOnlySpan<byte> value)
    {
        if (!Structure.Contains(value[0]))
        {
            int end = value[_position..].IndexOfAnyExcept(Atom);
            _position = value.Length;
            return end >= 0;
        }

        while (_position < value.Length)
        {
            ReadOnlySpan<byte> rest = value[_position..];
            int index = rest.IndexOfAny(_isInString ? StringBreaks : Structure);
            if (index < 0)
            {
                _position = value.Length;
                return false;
            }

            byte found = rest[index];
            if (found == (byte)'\\' && index + 1 == rest.Length)
            {
                _position += index;
                return false;
            }

            _position += index + (found == (byte)'\\' ? 2 : 1);
            if (Completes(found))
            {
                return true;
            }
        }

        return false;
    }

    private bool Completes(byte found)
    {
        switch (found)
        {
            case (byte)'{' or (byte)'[' when !_isInString:
                _depth++;
                return false;
            case (byte)'}' or (byte)']' when !_isInString:
                return --_depth <= 0;
            case (byte)'"':
                _isInString = !_isInString;
                return !_isInString && _depth == 0;
            case (byte)'\\':
                return false;
            default:
                // A control character in a string.
                return true;
        }
    }
}
