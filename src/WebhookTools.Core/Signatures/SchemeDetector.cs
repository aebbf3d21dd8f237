namespace WebhookTools.Core.Signatures;

/// <summary>
/// Detects signature schemes by the received headers. A scheme whose header the caller names, or whose signature is in the
/// body, cannot be detected.
/// </summary>
public static class SchemeDetector
{
    /// <summary>
    /// Returns all schemes that the headers match, in the registry's order. If another header names the provider (such as the
    /// header of the event), the other schemes with the same signature header are left out. If a provider sends a stronger
    /// signature in addition to a weaker one, the weaker one is left out.
    /// </summary>
    public static IReadOnlyList<SignatureScheme> Detect(SignatureHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        (SignatureScheme Scheme, SchemeMatch Match)[] found =
            [.. SignatureSchemes.All.Select(scheme => (scheme, scheme.Match(headers))).Where(item => item.Item2 != SchemeMatch.None)];
        return
        [
            .. found
                .Where(item => item.Match == SchemeMatch.Certain || !Array.Exists(found, other => other.Match == SchemeMatch.Certain && SharesHeader(item.Scheme, other.Scheme)))
                .Select(item => item.Scheme),
        ];
    }

    /// <summary>Returns the one scheme that the headers match.</summary>
    /// <exception cref="SignatureException">The headers match no scheme, or several.</exception>
    public static SignatureScheme DetectSingle(SignatureHeaders headers) => Detect(headers) switch
    {
        [] => throw SignatureErrors.SignatureSchemeNotRecognized(),
        [SignatureScheme scheme] => scheme,
        IReadOnlyList<SignatureScheme> several => throw SignatureErrors.SignatureSchemeAmbiguous(several.Select(scheme => scheme.Name)),
    };

    private static bool SharesHeader(SignatureScheme scheme, SignatureScheme other) =>
        string.Equals(scheme.HeaderNames[0], other.HeaderNames[0], StringComparison.OrdinalIgnoreCase);
}

/// <summary>How well received headers match a scheme.</summary>
internal enum SchemeMatch
{
    None,

    /// <summary>They match, but another scheme uses the same header.</summary>
    Possible,

    /// <summary>They match, and another header names the provider.</summary>
    Certain,
}
