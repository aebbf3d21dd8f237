using System.Text;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Another body altogether: nothing, or what an object looks like that was not serialised.</summary>
internal static class BodyReplacementRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        Replace(
            "body.empty",
            rank: 4,
            change: "an empty body",
            text: string.Empty,
            cause: "The signature was made over an empty body. Either the sender signs before it has the body, or a stream that was already read to its end, or a redirect (301, 302, 303) turned the POST into a GET whose empty body was signed.",
            fix: "Sign the bytes that are sent, after they are there. Give the sender the final address, so that no redirect empties the request."),
        Object("{}", rank: 29, "an empty object"),
        Object("[object Object]", rank: 43, "a JavaScript object turned into text"),
        Object("null", rank: 51, "null"),
        Object("undefined", rank: 52, "JavaScript's undefined"),
        Object("System.Collections.Hashtable", rank: 53, "a PowerShell hashtable turned into text"),
        Object("System.Byte[]", rank: 54, "a .NET byte array turned into text"),
        Object("System.Object[]", rank: 55, "a .NET array turned into text"),
        Object("Array", rank: 56, "a PHP array turned into text"),
    ];

    private static BodyRule Object(string text, int rank, string what) => Replace(
        "body.not-serialised",
        rank,
        $"the text '{text}' for the body",
        text,
        $"The signature was made over '{text}': {what}, not the body.",
        "Sign the bytes that are sent: serialise the object once and sign the result. A receiver that does so has to verify the raw body, which its framework hands out only before parsing.");

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
