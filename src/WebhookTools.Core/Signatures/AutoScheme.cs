using WebhookTools.Core.Signatures.Secrets;

namespace WebhookTools.Core.Signatures;

/// <summary>
/// Stands for the scheme that the headers which came are of. It only verifies. The sender chooses the headers, and so
/// whoever wants to be let in chooses the scheme: only schemes that protect the body are taken, and a secret that is
/// the key of a pair is never taken for a shared secret, since the public key is known to others.
/// </summary>
internal sealed class AutoScheme : SignatureScheme
{
    /// <summary>The name by which it is asked for.</summary>
    public const string SchemeName = "Auto";

    /// <inheritdoc/>
    public override string Name => SchemeName;

    /// <inheritdoc/>
    public override string Description => "Whichever scheme the headers that came are of, if its signature protects the body; it verifies and does not sign";

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
        RequireNothingOfOneScheme(options);
        RequireSecrets(secrets);
        IReadOnlyList<SignatureScheme> recognised = SchemeDetector.Detect(headers);
        SignatureScheme[] fitting = [.. recognised.Where(scheme => scheme.ProtectsBody)];
        switch (fitting)
        {
            case []:
                return NoneFits(recognised);
            case [SignatureScheme single]:
                return VerifyAs(single, request, headers, secrets, options, timeProvider);
            default:
                SignatureVerification[] verdicts = [.. fitting.Select(scheme => TryVerifyAs(scheme, request, headers, secrets, options, timeProvider))];
                return Array.Exists(verdicts, static verdict => verdict.IsValid) ? ConcludeValid(verdicts) : ConcludeRefused(verdicts);
        }
    }

    private static void RequireNothingOfOneScheme(SignatureOptions options)
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
        WebhookSecret[] ofItsKind = [.. secrets.Where(secret => Ed25519SecretFormat.IsKey(secret) == scheme.HasKeyPair)];
        if (ofItsKind.Length == 0)
        {
            throw SignatureErrors.SecretNotRecognizable(scheme.Name, scheme.HasKeyPair);
        }

        // A secret of another scheme is passed over; only where there is no other, the scheme says what is wrong with it.
        WebhookSecret[] readable = Array.FindAll(ofItsKind, scheme.CanRead);
        WebhookSecret[] taken = readable.Length > 0 ? readable : ofItsKind;
        SignatureVerification verification = scheme.Verify(request, headers, taken, options, timeProvider);
        return verification.SecretIndex < 0 ? verification : verification with { SecretIndex = IndexOf(secrets, taken[verification.SecretIndex]) };
    }

    private static SignatureVerification TryVerifyAs(SignatureScheme scheme, SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        try
        {
            return VerifyAs(scheme, request, headers, secrets, options, timeProvider);
        }
        catch (SignatureException exception)
        {
            // One scheme's missing input must not keep the others from being looked at.
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

    private static SignatureVerification NoneFits(IReadOnlyList<SignatureScheme> recognised) => new()
    {
        Verdict = SignatureVerdict.HeaderMissing,
        Scheme = SchemeName,
        Reason = recognised.Count == 0
            ? "No signature scheme is recognised by the headers that came; if the sender signs in a header of its own choice or in the body, name the scheme."
            : $"The headers are of {Join(recognised.Select(static scheme => scheme.Name), "or")}, which does not protect the body and so must be named: {SchemeName} does not take it.",
    };

    private static SignatureVerification ConcludeValid(SignatureVerification[] verdicts)
    {
        SignatureVerification first = Array.Find(verdicts, static verdict => verdict.IsValid)!;
        SignatureVerification[] others = Array.FindAll(verdicts, static verdict => !verdict.IsValid);
        string holds = Join(verdicts.Where(static verdict => verdict.IsValid).Select(static verdict => verdict.Scheme), "and");
        string fails = others.Length == 0 ? string.Empty : $"; they fit {Join(others.Select(static verdict => verdict.Scheme), "and")} too, as which it does not hold";
        return first with { Reason = $"{first.Reason} Recognised by the headers, it holds as {holds}{fails}." };
    }

    private static SignatureVerification ConcludeRefused(SignatureVerification[] verdicts)
    {
        // What comes nearest to valid says most: right but late, then wrong, then unreadable.
        SignatureVerification nearest = verdicts.MinBy(static verdict => verdict.Verdict)!;
        string each = string.Join(" ", verdicts.Select(static verdict => $"{verdict.Scheme}: {verdict.Reason}"));
        return nearest with
        {
            Scheme = Join(verdicts.Select(static verdict => verdict.Scheme), "or"),
            Reason = $"The headers fit {Join(verdicts.Select(static verdict => verdict.Scheme), "and")}, and the signature is valid as none of them. {each}",
        };
    }

    private static string Join(IEnumerable<string> names, string conjunction)
    {
        string[] all = [.. names];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} {conjunction} {all[^1]}";
    }
}
