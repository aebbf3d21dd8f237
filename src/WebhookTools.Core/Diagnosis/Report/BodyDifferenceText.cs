using System.Globalization;

namespace WebhookTools.Core.Diagnosis.Report;

/// <summary>The place where two bodies part, with a mark below it in hexadecimal and in text.</summary>
internal static class BodyDifferenceText
{
    public static void AddTo(ReportText report, BodyDifference difference)
    {
        report.AddWrapped("Bodies", string.Create(CultureInfo.InvariantCulture, $"They part at byte {difference.Offset} (line {difference.Line}, column {difference.Column}); the sender's has {difference.ExpectedLength} bytes, the received {difference.ReceivedLength}."));
        if (difference.Change is { } change)
        {
            report.AddWrapped(string.Empty, $"What came is the sender's, changed so: {change}.");
        }

        int hexWidth = Math.Max(difference.Expected.Hex.Length, difference.Received.Hex.Length);
        Add(report, "sender", difference.Expected, hexWidth);
        Add(report, "received", difference.Received, hexWidth);
    }

    private static void Add(ReportText report, string label, BodyExcerpt excerpt, int hexWidth)
    {
        const int HexWidthOfByte = 3;
        report.AddExact(string.Empty, $"{label,-10}{excerpt.Hex.PadRight(hexWidth)}  {excerpt.Text}");
        int hexPlace = excerpt.Mark * HexWidthOfByte;
        int textPlace = VisibleText.From(excerpt.Bytes.Span[..excerpt.Mark]).Length;
        bool isEnd = excerpt.Mark == excerpt.Bytes.Length;
        string hexMark = new string(' ', hexPlace) + (isEnd ? "^ends here" : "^^");
        report.AddExact(string.Empty, new string(' ', 10) + hexMark.PadRight(hexWidth) + "  " + new string(' ', textPlace) + "^");
    }
}
