using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>
/// Collects the signatures of a header that takes several. Those that cannot be read are left out, as
/// long as one can: a provider may write kinds of signatures there that this scheme does not know.
/// </summary>
internal sealed class SignatureCollector
{
    /// <summary>More than any provider sends; a bound, since each may cost a verification.</summary>
    public const int MaximumCount = 32;

    private readonly int _length;
    private readonly SignatureEncoding _encoding;
    private byte[] _bytes;
    private int _count;
    private int _seen;

    public SignatureCollector(int length, SignatureEncoding encoding)
    {
        _length = length;
        _encoding = encoding;
        _bytes = new byte[length];
    }

    /// <summary>Adds a signature if it can be read.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (++_seen > MaximumCount)
        {
            return;
        }

        int start = _count * _length;
        if (_bytes.Length < start + _length)
        {
            Array.Resize(ref _bytes, start + _length);
        }

        if (SignatureText.TryDecode(text, _encoding, _bytes.AsSpan(start, _length)))
        {
            _count++;
        }
    }

    /// <summary>Gives the signatures, one after the other, if there is one and there are not too many.</summary>
    public bool TryGet(out byte[] signatures)
    {
        int length = _count * _length;
        signatures = _bytes.Length == length ? _bytes : _bytes[..length];
        return _count > 0 && _seen <= MaximumCount;
    }
}
