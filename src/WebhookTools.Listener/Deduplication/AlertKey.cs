using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Listener.Deduplication;

/// <summary>What is the same for the same alert: its protocol and its fingerprint.</summary>
internal readonly record struct AlertKey(string Protocol, string Fingerprint)
{
    /// <summary>A longer fingerprint is remembered as its digest, so that what strangers send decides over no memory.</summary>
    private const int LongestFingerprint = 128;

    public static AlertKey Of(string protocol, string fingerprint) => new(
        protocol,
        fingerprint.Length <= LongestFingerprint ? fingerprint : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint))));
}
