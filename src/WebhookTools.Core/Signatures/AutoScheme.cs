using WebhookTools.Core.Signatures.Secrets;

namespace WebhookTools.Core.Signatures;

/// <summary>
/// Detects the scheme by the received headers and verifies with it. The sender chooses the headers and so the scheme.
/// Therefore only schemes that protect the body are accepted, and a key of a key pair is never used as a shared secret,
/// because the public key is not secret.
/// </summary>
internal sealed class AutoScheme : SignatureScheme
{
    public const string SchemeName = "Auto";

    /// <inheritdoc/>
    public override string Name => SchemeName;

    /// <inheritdoc/>
    public override string Description => "Any scheme that the received headers match and that protects the body; verifies only";

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeaderNames =>
        [.. SignatureSchemes.All.Where(scheme => scheme.ProtectsBody).SelectMany(scheme => scheme.HeaderNames).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <inheritdoc/>
    public override SignatureResult Sign(SignatureRequest request, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider, IRandomSource random) =>
        throw SignatureErrors.SchemeOnlyVerifies();

    /// <inheritdoc/>
    public override WebhookSecret NewSecret(IRandomSource random, int? byteCount = null) => throw SignatureErrors.SchemeOnlyVerifies();

    /// <inheritdoc/>
    public override SignatureVerification Verify(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(options);
        RequireGeneralOptions(options);
        RequireSecrets(secrets);
        IReadOnlyList<SignatureScheme> detected = SchemeDetector.Detect(headers);
        SignatureScheme[] candidates = [.. detected.Where(scheme => scheme.ProtectsBody)];
        switch (candidates)
        {
            case []:
                return DescribeNoMatch(detected);
            case [SignatureScheme single]:
                return VerifyAs(single, request, headers, secrets, options, timeProvider);
            default:
                SignatureVerification[] verdicts = [.. candidates.Select(scheme => TryVerifyAs(scheme, request, headers, secrets, options, timeProvider))];
                return Array.Exists(verdicts, static verdict => verdict.IsValid) ? ConcludeValid(verdicts) : ConcludeRejected(verdicts);
        }
    }

    private static void RequireGeneralOptions(SignatureOptions options)
    {
        string? given = options switch
        {
            { HeaderName: not null } => nameof(options.HeaderName),
            { TimestampHeaderName: not null } => nameof(options.TimestampHeaderName),
            { IdHeaderName: not null } => nameof(options.IdHeaderName),
            { Algorithm: not null } => nameof(options.Algorithm),
            { Encoding: not null } => nameof(options.Encoding),
            { Prefix: not null } => nameof(options.Prefix),
            { Template: not null } => nameof(options.Template),
            _ => null,
        };
        if (given is not null)
        {
            throw SignatureErrors.SignatureOptionNeedsScheme(given);
        }
    }

    private static void RequireSecrets(IReadOnlyList<WebhookSecret> secrets)
    {
        if (secrets.Count == 0)
        {
            throw SignatureErrors.SecretMissing(SchemeName);
        }

        for (int index = 0; index < secrets.Count; index++)
        {
            if (secrets[index].IsEmpty)
            {
                throw SignatureErrors.SecretEmpty(SchemeName, index, secrets.Count);
            }
        }
    }

    private static SignatureVerification VerifyAs(SignatureScheme scheme, SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        WebhookSecret[] ofKind = [.. secrets.Where(secret => Ed25519SecretFormat.IsKey(secret) == scheme.HasKeyPair)];
        if (ofKind.Length == 0)
        {
            throw SignatureErrors.SecretNotRecognizable(scheme.Name, scheme.HasKeyPair);
        }

        // Skip secrets in another scheme's format. If there are no others, let the scheme report what is wrong with them.
        WebhookSecret[] readable = Array.FindAll(ofKind, scheme.CanRead);
        WebhookSecret[] usable = readable.Length > 0 ? readable : ofKind;
        SignatureVerification verification = scheme.Verify(request, headers, usable, options, timeProvider);
        return verification.SecretIndex < 0 ? verification : verification with { SecretIndex = IndexOf(secrets, usable[verification.SecretIndex]) };
    }

    private static SignatureVerification TryVerifyAs(SignatureScheme scheme, SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        try
        {
            return VerifyAs(scheme, request, headers, secrets, options, timeProvider);
        }
        catch (SignatureException exception)
        {
            // An input that one scheme lacks must not prevent the others from verifying.
            return new SignatureVerification { Verdict = SignatureVerdict.Invalid, Scheme = scheme.Name, Reason = exception.Message };
        }
    }

    private static int IndexOf(IReadOnlyList<WebhookSecret> secrets, WebhookSecret secret)
    {
        int index = 0;
        while (!ReferenceEquals(secrets[index], secret))
        {
            index++;
        }

        return index;
    }

    private static SignatureVerification DescribeNoMatch(IReadOnlyList<SignatureScheme> detected) => new()
    {
        Verdict = SignatureVerdict.HeaderMissing,
        Scheme = SchemeName,
        Reason = detected.Count == 0
            ? "The received headers do not match any signature scheme. If the signature is in a custom header or in the body, name the scheme."
            : $"The headers match {Join(detected.Select(static scheme => scheme.Name), "or")}, which does not protect the body. {SchemeName} does not accept it; name the scheme to use it.",
    };

    private static SignatureVerification ConcludeValid(SignatureVerification[] verdicts)
    {
        SignatureVerification first = Array.Find(verdicts, static verdict => verdict.IsValid)!;
        SignatureVerification[] others = Array.FindAll(verdicts, static verdict => !verdict.IsValid);
        string valid = Join(verdicts.Where(static verdict => verdict.IsValid).Select(static verdict => verdict.Scheme), "and");
        string invalid = others.Length == 0 ? string.Empty : $", but not for {Join(others.Select(static verdict => verdict.Scheme), "and")}";
        return first with { Reason = $"{first.Reason} The headers match several schemes: the signature is valid for {valid}{invalid}." };
    }

    private static SignatureVerification ConcludeRejected(SignatureVerification[] verdicts)
    {
        // The verdict closest to valid is the most informative: late before wrong, wrong before unreadable.
        SignatureVerification closest = verdicts.MinBy(static verdict => verdict.Verdict)!;
        string each = string.Join(" ", verdicts.Select(static verdict => $"{verdict.Scheme}: {verdict.Reason}"));
        return closest with
        {
            Scheme = Join(verdicts.Select(static verdict => verdict.Scheme), "or"),
            Reason = $"The headers match {Join(verdicts.Select(static verdict => verdict.Scheme), "and")}, and the signature is not valid for any of them. {each}",
        };
    }

    private static string Join(IEnumerable<string> names, string conjunction)
    {
        string[] all = [.. names];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} {conjunction} {all[^1]}";
    }
}
