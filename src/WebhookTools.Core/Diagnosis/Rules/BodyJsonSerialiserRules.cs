using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>The JSON as the usual serialisers write it by default once they have parsed it: layout, escape sequences and numbers at once.</summary>
internal static class BodyJsonSerialiserRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        Serialiser("body.json-javascript", 32, "JavaScript's JSON.stringify", JsonDialects.JavaScript),
        Serialiser("body.json-python", 33, "Python's json.dumps", JsonDialects.Python),
        Serialiser("body.json-python", 34, "Python's json.dumps with separators=(',', ':')", JsonDialects.Python with { Layout = JsonLayout.Compact }),
        Serialiser("body.json-php", 35, "PHP's json_encode", JsonDialects.Php),

        // Without a character that it escapes, Go's form is sorted, compact JSON, which many write.
        Serialiser("body.json-go", 36, "Go's json.Marshal of a map", JsonDialects.Go, static body => body.Span.ContainsAny("<>&"u8)),
        Serialiser("body.json-dotnet", 37, ".NET's System.Text.Json", JsonDialects.DotNet),
    ];

    /// <param name="isDistinct">Whether the serialiser writes the body in a form of its own, and not in one that many write.</param>
    private static BodyRule Serialiser(string id, int rank, string name, JsonRewriteOptions options, Func<BodySource, bool>? isDistinct = null) => new()
    {
        Id = id,
        Stage = BodyStage.JsonLayout,
        Rank = rank,
        Side = DiagnosisSide.Receiver,
        Change = "the JSON as written by " + name,
        Cause = $"The signature was made over the JSON as {name} writes it, and the body here is written otherwise: it was parsed and written again between signing and verifying.",
        Fix = "Verify the raw body, before anything parses it. If this body is as it came on the wire, then the sender signs another serialisation than it sends: serialise once, sign those bytes, send those bytes.",
        Apply = body => isDistinct?.Invoke(body) == false ? null : body.Rewrite(options),
    };
}
