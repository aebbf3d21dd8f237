namespace WebhookTools.Core.Signatures;

/// <summary>
/// Recognises schemes by the headers that came. <c>Hmac</c>, whose header the caller names, and
/// <c>Mailgun</c>, whose signature stands in the body, have none to be recognised by.
/// </summary>
public static class SchemeDetector
{
    /// <summary>
    /// All schemes that the headers may be of, in the registry's order. Where a further header names
    /// the provider (as <c>X-GitHub-Event</c>) the others that share its signature header are left out;
    /// where a provider sends a stronger signature beside a weaker one, the weaker one is left out.
    /// </summary>
    public static IReadOnlyList<SignatureScheme> Detect(SignatureHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        (SignatureScheme Scheme, SchemeLikeness Likeness)[] found =
            [.. SignatureSchemes.All.Select(scheme => (scheme, scheme.Recognize(headers))).Where(item => item.Item2 != SchemeLikeness.None)];
        return
        [
            .. found
                .Where(item => item.Likeness == SchemeLikeness.Certain || !Array.Exists(found, other => other.Likeness == SchemeLikeness.Certain && SharesHeader(item.Scheme, other.Scheme)))
                .Select(item => item.Scheme),
        ];
    }

    /// <summary>The one scheme that the headers are of.</summary>
    /// <exception cref="SignatureException">They are none's, or more than one's: nothing is guessed, the error names them.</exception>
    public static SignatureScheme DetectSingle(SignatureHeaders headers) => Detect(headers) switch
    {
        [] => throw SignatureErrors.SignatureSchemeNotRecognized(),
        [SignatureScheme scheme] => scheme,
        IReadOnlyList<SignatureScheme> several => throw SignatureErrors.SignatureSchemeAmbiguous(several.Select(scheme => scheme.Name)),
    };

    private static bool SharesHeader(SignatureScheme scheme, SignatureScheme other) =>
        string.Equals(scheme.HeaderNames[0], other.HeaderNames[0], StringComparison.OrdinalIgnoreCase);
}
