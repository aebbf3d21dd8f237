namespace WebhookTools.Listener.Journal;

/// <summary>The fixed text of a journal file: the member names of a JSON line, and the marker lines of the text format.</summary>
internal static class JournalMembers
{
    public const string Id = "id";
    public const string ReceivedAt = "receivedAt";
    public const string Protocol = "protocol";
    public const string Path = "path";
    public const string Query = "query";
    public const string BaseUri = "baseUri";
    public const string Event = "event";
    public const string Remote = "remote";
    public const string Signature = "signature";
    public const string Marks = "marks";
    public const string Reason = "reason";
    public const string Headers = "headers";
    public const string Alerts = "alerts";
    public const string Body = "body";
    public const string BodyBase64 = "bodyBase64";
    public const string BodyLength = "bodyLength";
    public const string Name = "name";
    public const string Status = "status";
    public const string Severity = "severity";
    public const string Fingerprint = "fingerprint";
    public const string Summary = "summary";
    public const string Labels = "labels";
    public const string Annotations = "annotations";
    public const string StartsAt = "startsAt";
    public const string EndsAt = "endsAt";

    /// <summary>The start of every JSON line. It distinguishes a journal from any other file.</summary>
    public static ReadOnlySpan<byte> LineStart => "{\"id\":\""u8;

    /// <summary>The text after the id, starting with its closing quote.</summary>
    public static ReadOnlySpan<byte> LineStartAfterId => "\",\"receivedAt\":\""u8;

    /// <summary>The start of every marker line in the text format. It distinguishes a journal from any other file.</summary>
    public static ReadOnlySpan<byte> TextPrefix => "<<<<<<<<< Alert "u8;

    /// <summary>The start of the line that precedes an entry with marks in the text format. The id, the time of receipt and the marks follow, separated by spaces.</summary>
    public static ReadOnlySpan<byte> TextMarks => "<<<<<<<<< Alert Marks "u8;

    /// <summary>The end of the line that starts with <see cref="TextMarks"/>.</summary>
    public static ReadOnlySpan<byte> TextMarksEnd => " >>>>>>>>"u8;

    /// <summary>The line before each alert in the text format.</summary>
    public static ReadOnlySpan<byte> TextStart => "<<<<<<<<< Alert Start >>>>>>>>"u8;

    /// <summary>The line after each alert in the text format.</summary>
    public static ReadOnlySpan<byte> TextEnd => "<<<<<<<<< Alert End >>>>>>>>"u8;
}
