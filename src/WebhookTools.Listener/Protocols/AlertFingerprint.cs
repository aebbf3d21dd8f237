using System.Globalization;
using System.Text;

namespace WebhookTools.Listener.Protocols;

/// <summary>
/// Computes the fingerprint that Alertmanager gives an alert: 64-bit FNV-1a over the labels, sorted by name, with the byte 255 after
/// each name and each value (Prometheus' common model, LabelSet.Fingerprint).
/// </summary>
internal static class AlertFingerprint
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const byte Separator = 255;

    public static string Of(IReadOnlyDictionary<string, string> labels)
    {
        ulong hash = OffsetBasis;
        foreach ((string name, string value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            hash = Add(Add(hash, name), value);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * Prime;
        }

        return (hash ^ Separator) * Prime;
    }
}
