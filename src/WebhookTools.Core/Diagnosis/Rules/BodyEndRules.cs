namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>What stands at the ends of the body.</summary>
internal static class BodyEndRules
{
    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        new()
        {
            Id = "body.final-newline-removed",
            Stage = BodyStage.Ends,
            Rank = 2,
            Side = FixSide.Sender,
            Change = "the body without its final newline",
            Cause = "The signature was made over the body without the newline that ends it here.",
            Fix = "Sign the bytes that are sent. In a shell, $(cat file) drops the final newline and curl --data-binary @file sends it: sign the file itself, with openssl dgst or webhooktools sign --in-file.",
            Apply = static body => body.Span.EndsWith("\r\n"u8) ? body.Span[..^2].ToArray() : body.Span.EndsWith("\n"u8) ? body.Span[..^1].ToArray() : null,
        },
        new()
        {
            Id = "body.final-newline-added",
            Stage = BodyStage.Ends,
            Rank = 3,
            Side = FixSide.Sender,
            Change = "the body with a final newline",
            Cause = "The signature was made over the body and a newline behind it, which is not here.",
            Fix = "Sign the bytes that are sent. In a shell, echo adds a newline: use printf %s, or send the file with curl --data-binary @file, which keeps its newline where -d @file drops it.",
            Apply = static body => [.. body.Span, (byte)'\n'],
        },
        new()
        {
            Id = "body.final-crlf-added",
            Stage = BodyStage.Ends,
            Rank = 30,
            Side = FixSide.Sender,
            Change = "the body with a final CRLF",
            Cause = "The signature was made over the body and a carriage return and line feed behind it, which are not here.",
            Fix = "Sign the bytes that are sent. In PowerShell, Out-File, Set-Content and > add a line end unless -NoNewline is given.",
            Apply = static body => [.. body.Span, (byte)'\r', (byte)'\n'],
        },
        new()
        {
            Id = "body.white-space-trimmed",
            Stage = BodyStage.Ends,
            Rank = 18,
            Side = FixSide.Sender,
            Change = "the body without white space around it",
            Cause = "The signature was made over the body without the white space that surrounds it here.",
            Fix = "Sign the bytes that are sent: do not trim before signing, or trim before both.",
            Apply = static body => body.Span.Trim(WhiteSpace) is var trimmed && trimmed.Length < body.Span.Length ? trimmed.ToArray() : null,
        },
    ];
}
