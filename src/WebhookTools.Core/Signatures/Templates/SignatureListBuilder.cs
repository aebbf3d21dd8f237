using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>
/// Collects the signatures of a header that carries several. Signatures that cannot be decoded are skipped if another one
/// can, since a provider may send kinds of signatures that this scheme does not know.
/// </summary>
internal sealed class SignatureListBuilder
{
    /// <summary>More than any provider sends. The limit is needed because each signature may cost a verification.</summary>
    private const int MaximumCount = 32;

    private readonly int _length;
    private readonly SignatureEncoding _encoding;
    private byte[] _bytes;
    private int _count;
    private int _seen;

    public SignatureListBuilder(int length, SignatureEncoding encoding)
    {
        _length = length;
        _encoding = encoding;
        _bytes = new byte[length];
    }

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

    /// <summary>Returns the concatenated signatures if there is at least one and not too many.</summary>
    public bool TryBuild(out byte[] signatures)
    {
        int length = _count * _length;
        signatures = _bytes.Length == length ? _bytes : _bytes[..length];
        return _count > 0 && _seen <= MaximumCount;
    }
}
