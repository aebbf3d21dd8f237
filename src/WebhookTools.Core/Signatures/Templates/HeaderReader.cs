using System.Globalization;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>Reads what further headers say, and words what is wrong with them.</summary>
internal static class HeaderReader
{
    /// <summary>Adds the signed time of a header.</summary>
    public static ReceivedSignature ReadTimestamp(in ReceivedSignature received, SignatureHeaders headers, string name, TimestampUnit unit) =>
        headers.TryGet(name, out string text)
            ? ReadTimestamp(received, name, text, unit)
            : ReceivedSignature.Missing(name, ExpectTimestamp(unit));

    /// <summary>Adds a signed time.</summary>
    public static ReceivedSignature ReadTimestamp(in ReceivedSignature received, string name, string text, TimestampUnit unit, string place = "header") =>
        SignedTimestamp.TryParse(text, unit, out DateTimeOffset time)
            ? received with { Timestamp = text, Time = time }
            : ReceivedSignature.Malformed(name, "its time is no such number", ExpectTimestamp(unit), place);

    /// <summary>Adds the message id of a header.</summary>
    public static ReceivedSignature ReadId(in ReceivedSignature received, SignatureHeaders headers, string name)
    {
        if (!headers.TryGet(name, out string id))
        {
            return ReceivedSignature.Missing(name, "the message's id");
        }

        return id.Length == 0
            ? ReceivedSignature.Malformed(name, "it is empty", "the message's id")
            : received with { Id = id };
    }

    /// <summary>Says how long what was found is.</summary>
    public static string DescribeLength(int length, string where = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{length} character{(length == 1 ? string.Empty : "s")} stand{(length == 1 ? "s" : string.Empty)} there{where}");

    /// <summary>What a time looks like.</summary>
    public static string ExpectTimestamp(TimestampUnit unit) => unit == TimestampUnit.Seconds
        ? "a time in seconds since 1970, in digits"
        : "a time in milliseconds since 1970, in digits";
}
