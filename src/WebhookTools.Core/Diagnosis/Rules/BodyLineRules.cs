using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Line ends within the body.</summary>
internal static class BodyLineRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        Restored("the body with the line ends put back that were stripped, the final one too", rank: 5, hasFinalNewline: true),
        Restored("the body with the line ends put back that were stripped", rank: 6, hasFinalNewline: false),
        new()
        {
            Id = "body.newlines-stripped",
            Stage = BodyStage.Lines,
            Rank = 8,
            Side = FixSide.Sender,
            Change = "the body without any line end",
            Cause = "The signature was made over the body without its line ends, as curl -d @file or $(cat file | tr -d '\\n') give it, and the body here has them.",
            Fix = "Sign the bytes that are sent: sign the file itself and send it with curl --data-binary @file.",
            Apply = static body => Remove(body.Span, "\r\n"u8),
        },
        new()
        {
            Id = "body.crlf-to-lf",
            Stage = BodyStage.Lines,
            Rank = 7,
            Side = FixSide.Receiver,
            Change = "CRLF turned into LF",
            Cause = "The signature was made over line feeds alone, and the lines of the body here end with carriage return and line feed.",
            Fix = "Keep the body as bytes on its way from the sender to the verification: text mode, an editor, or git's autocrlf converted its line ends.",
            Apply = static body => body.Span.IndexOf("\r\n"u8) < 0 ? null : Replace(body.Span, "\r\n"u8, "\n"u8),
        },
        new()
        {
            Id = "body.lf-to-crlf",
            Stage = BodyStage.Lines,
            Rank = 9,
            Side = FixSide.Receiver,
            Change = "LF turned into CRLF",
            Cause = "The signature was made over carriage returns and line feeds, and the lines of the body here end with a line feed alone.",
            Fix = "Keep the body as bytes on its way from the sender to the verification: something read it as text and normalised its line ends.",
            Apply = static body => body.Span.Contains((byte)'\n') ? Replace(Replace(body.Span, "\r\n"u8, "\n"u8), "\n"u8, "\r\n"u8) : null,
        },
    ];

    private static BodyRule Restored(string change, int rank, bool hasFinalNewline) => new()
    {
        Id = "body.newlines-restored",
        Stage = BodyStage.Lines,
        Rank = rank,
        Side = FixSide.Sender,
        Change = change,
        Cause = "The signature was made over a file of several lines, and the body came without its line ends: curl -d @file strips them.",
        Fix = "Send with curl --data-binary @file, which sends the file byte for byte.",
        Apply = body =>
        {
            if (body.Span.ContainsAny("\r\n"u8) || body.Json is not { IsContainer: true } json)
            {
                return null;
            }

            byte[] restored = json.Write(new JsonRewriteOptions { RestoresLines = true });
            return restored.Length == body.Span.Length ? null : hasFinalNewline ? [.. restored, (byte)'\n'] : restored;
        },
    };

    private static byte[]? Remove(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> unwanted)
    {
        if (!bytes.ContainsAny(unwanted))
        {
            return null;
        }

        byte[] kept = new byte[bytes.Length];
        int length = 0;
        foreach (byte value in bytes)
        {
            if (!unwanted.Contains(value))
            {
                kept[length++] = value;
            }
        }

        return kept[..length];
    }

    private static byte[] Replace(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> what, ReadOnlySpan<byte> by)
    {
        byte[] changed = new byte[bytes.Length + (bytes.Count(what) * (by.Length - what.Length))];
        int length = 0;
        while (bytes.IndexOf(what) is var index and >= 0)
        {
            bytes[..index].CopyTo(changed.AsSpan(length));
            by.CopyTo(changed.AsSpan(length + index));
            length += index + by.Length;
            bytes = bytes[(index + what.Length)..];
        }

        bytes.CopyTo(changed.AsSpan(length));
        return changed;
    }
}
