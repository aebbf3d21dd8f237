using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Deduplication;

/// <summary>
/// The digests by which a repeated alert or message is recognized. They have a fixed size, so that a sender cannot decide how much
/// memory the listener needs to remember them.
/// </summary>
/// <param name="IsMessage">True if the mark is that of a signed message, false if it is that of an alert.</param>
/// <param name="Key">Identifies the alert or message: the first half of a SHA-256 digest.</param>
/// <param name="Content">Identifies its content in the same way. A repeat has the same key and content.</param>
internal readonly record struct Mark(bool IsMessage, UInt128 Key, UInt128 Content)
{
    private const char MessagePrefix = 'm';
    private const char AlertPrefix = 'a';
    private const int DigestLength = 16;

    /// <summary>Creates the mark of a message whose signature covers an id.</summary>
    /// <param name="body">The body, or empty if the signature does not cover it and a replay could have another one.</param>
    public static Mark OfMessage(string id, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, id);
        UInt128 key = Digest(hash);
        hash.AppendData(body);
        return new Mark(IsMessage: true, key, Digest(hash));
    }

    /// <summary>Creates the marks of the alerts of a webhook. An alert without a fingerprint has none, because it is never a repeat.</summary>
    /// <param name="body">The body, or empty if repeats may have different bodies.</param>
    public static IReadOnlyList<Mark?> OfAlerts(IReadOnlyList<WebhookAlert> alerts, ReadOnlySpan<byte> body)
    {
        var marks = new Mark?[alerts.Count];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int index = 0; index < marks.Length; index++)
        {
            WebhookAlert alert = alerts[index];
            if (alert.Fingerprint is null)
            {
                continue;
            }

            Append(hash, alert.Protocol);
            Append(hash, alert.Fingerprint);
            UInt128 key = Digest(hash);
            AppendContent(hash, alert);
            hash.AppendData(body);
            marks[index] = new Mark(IsMessage: false, key, Digest(hash));
        }

        return marks;
    }

    /// <summary>Parses the text that <see cref="ToString"/> returns.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Mark mark)
    {
        mark = default;
        Span<byte> digests = stackalloc byte[2 * DigestLength];
        if (text is not [MessagePrefix or AlertPrefix, ..]
            || !Base64Url.TryDecodeFromChars(text[1..], digests, out int length)
            || length != digests.Length)
        {
            return false;
        }

        mark = new Mark(text[0] == MessagePrefix, BinaryPrimitives.ReadUInt128BigEndian(digests), BinaryPrimitives.ReadUInt128BigEndian(digests[DigestLength..]));
        return true;
    }

    /// <summary>Returns the text that the journal stores.</summary>
    public override string ToString()
    {
        Span<byte> digests = stackalloc byte[2 * DigestLength];
        BinaryPrimitives.WriteUInt128BigEndian(digests, Key);
        BinaryPrimitives.WriteUInt128BigEndian(digests[DigestLength..], Content);
        return (IsMessage ? MessagePrefix : AlertPrefix) + Base64Url.EncodeToString(digests);
    }

    /// <summary>Appends all that a reader sees of the alert, except when it was received.</summary>
    private static void AppendContent(IncrementalHash hash, WebhookAlert alert)
    {
        Append(hash, alert.Event);
        Append(hash, alert.Name);
        Append(hash, alert.Status);
        Append(hash, alert.Severity);
        Append(hash, alert.Summary);
        Append(hash, alert.StartsAt?.UtcTicks ?? 0);
        Append(hash, alert.EndsAt?.UtcTicks ?? 0);
        Append(hash, alert.Labels);
        Append(hash, alert.Annotations);
    }

    private static void Append(IncrementalHash hash, IReadOnlyDictionary<string, string> members)
    {
        Append(hash, members.Count);
        foreach ((string name, string value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            Append(hash, name);
            Append(hash, value);
        }
    }

    /// <summary>Appends a text after its length, so that no two sequences of texts have the same bytes.</summary>
    private static void Append(IncrementalHash hash, string? text)
    {
        Append(hash, text?.Length ?? -1);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static UInt128 Digest(IncrementalHash hash)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
