namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>White space before and after the body.</summary>
internal static class BodyEndRules
{
    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    public static IReadOnlyList<BodyRule> All { get; } =
    [
        new()
        {
            Id = "body.final-newline-removed",
            Stage = BodyStage.Ends,
            Rank = 2,
            Side = FixSide.Sender,
            Change = "the body without its final newline",
            Cause = "The sender signed the body without its final newline, but the received body ends with one.",
            Fix = "Sign exactly the bytes that are sent. In a shell, $(cat file) drops the final newline but curl --data-binary @file sends it: sign the file itself with openssl dgst or webhooktools sign --in-file.",
            Apply = static body => body.Span.EndsWith("\r\n"u8) ? body.Span[..^2].ToArray() : body.Span.EndsWith("\n"u8) ? body.Span[..^1].ToArray() : null,
        },
        new()
        {
            Id = "body.final-newline-added",
            Stage = BodyStage.Ends,
            Rank = 3,
            Side = FixSide.Sender,
            Change = "the body with a final newline",
            Cause = "The sender signed the body with a final newline, but the received body does not end with one.",
            Fix = "Sign exactly the bytes that are sent. In a shell, echo adds a newline: use printf %s. curl -d @file drops the newline of a file: use --data-binary @file, which keeps it.",
            Apply = static body => [.. body.Span, (byte)'\n'],
        },
        new()
        {
            Id = "body.final-crlf-added",
            Stage = BodyStage.Ends,
            Rank = 30,
            Side = FixSide.Sender,
            Change = "the body with a final CRLF",
            Cause = "The sender signed the body with a final CRLF, but the received body does not end with one.",
            Fix = "Sign exactly the bytes that are sent. In PowerShell, Out-File, Set-Content and > add a line ending; use -NoNewline to avoid it.",
            Apply = static body => [.. body.Span, (byte)'\r', (byte)'\n'],
        },
        new()
        {
            Id = "body.white-space-trimmed",
            Stage = BodyStage.Ends,
            Rank = 18,
            Side = FixSide.Sender,
            Change = "the body without leading and trailing white space",
            Cause = "The sender signed the body without the leading or trailing white space of the received body.",
            Fix = "Sign exactly the bytes that are sent: trim before both signing and sending, or not at all.",
            Apply = static body => body.Span.Trim(WhiteSpace) is var trimmed && trimmed.Length < body.Span.Length ? trimmed.ToArray() : null,
        },
    ];
}
