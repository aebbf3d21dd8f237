using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Line endings within the body.</summary>
internal static class BodyLineRules
{
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        Restored("the body with its stripped line endings restored, including the final one", rank: 5, hasFinalNewline: true),
        Restored("the body with its stripped line endings restored", rank: 6, hasFinalNewline: false),
        new()
        {
            Id = "body.newlines-stripped",
            Stage = BodyStage.Lines,
            Rank = 8,
            Side = FixSide.Sender,
            Change = "the body without line endings",
            Cause = "The sender signed the body without line endings, as curl -d @file or tr -d '\\n' produces it, but the received body contains them.",
            Fix = "Sign exactly the bytes that are sent: sign the file itself and send it with curl --data-binary @file.",
            Apply = static body => Remove(body.Span, "\r\n"u8),
        },
        new()
        {
            Id = "body.crlf-to-lf",
            Stage = BodyStage.Lines,
            Rank = 7,
            Side = FixSide.Receiver,
            Change = "the body with CRLF converted to LF",
            Cause = "The sender signed the body with LF line endings, but the received body has CRLF.",
            Fix = "Treat the body as bytes from the sender to the verification. Text-mode I/O, an editor or Git's core.autocrlf converted its line endings.",
            Apply = static body => body.Span.IndexOf("\r\n"u8) < 0 ? null : Replace(body.Span, "\r\n"u8, "\n"u8),
        },
        new()
        {
            Id = "body.lf-to-crlf",
            Stage = BodyStage.Lines,
            Rank = 9,
            Side = FixSide.Receiver,
            Change = "the body with LF converted to CRLF",
            Cause = "The sender signed the body with CRLF line endings, but the received body has LF.",
            Fix = "Treat the body as bytes from the sender to the verification. Something read it as text and normalized its line endings.",
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
        Cause = "The sender signed a multi-line file, but the body arrived without its line endings. curl -d @file strips them.",
        Fix = "Use curl --data-binary @file, which sends the file byte for byte.",
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
