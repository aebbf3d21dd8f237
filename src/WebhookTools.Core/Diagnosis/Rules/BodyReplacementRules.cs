using System.Text;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A different body altogether: an empty one, or the text form of an object that was never serialized.</summary>
internal static class BodyReplacementRules
{
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        Replace(
            "body.empty",
            rank: 4,
            change: "an empty body",
            text: string.Empty,
            cause: "The sender signed an empty body. Either it signs before the body is available, it signs a stream that was already consumed, or a redirect (301, 302, 303) turned the POST into a GET and the empty body was signed.",
            fix: "Sign exactly the bytes that are sent, once they are available. Configure the sender with the final URL so that no redirect discards the body."),
        Object("{}", rank: 29, "an empty object"),
        Object("[object Object]", rank: 43, "a JavaScript object converted to a string"),
        Object("null", rank: 51, "null"),
        Object("undefined", rank: 52, "JavaScript's undefined"),
        Object("System.Collections.Hashtable", rank: 53, "a PowerShell hashtable converted to a string"),
        Object("System.Byte[]", rank: 54, "a .NET byte array converted to a string"),
        Object("System.Object[]", rank: 55, "a .NET array converted to a string"),
        Object("Array", rank: 56, "a PHP array converted to a string"),
    ];

    private static BodyRule Object(string text, int rank, string what) => Replace(
        "body.not-serialised",
        rank,
        $"the text '{text}' instead of the body",
        text,
        $"The sender signed '{text}' ({what}) instead of the body.",
        "Sign exactly the bytes that are sent: serialize the object once and sign the result. If the receiver computes this signature, make it verify the raw body before the framework parses it.");

    private static BodyRule Replace(string id, int rank, string change, string text, string cause, string fix)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return new BodyRule
        {
            Id = id,
            Stage = BodyStage.Replace,
            Rank = rank,
            Side = FixSide.Sender,
            Change = change,
            Cause = cause,
            Fix = fix,
            Apply = _ => bytes,
        };
    }
}
