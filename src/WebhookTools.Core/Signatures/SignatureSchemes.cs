using WebhookTools.Core.Signatures.Schemes;

namespace WebhookTools.Core.Signatures;

/// <summary>The registry of signature schemes.</summary>
public static class SignatureSchemes
{
    private static volatile Registry _registry = new(
    [
        new GitHubScheme(),
        new GitHubSha1Scheme(),
        new BitbucketScheme(),
        new PelorusScheme(),
        new StandardWebhooksScheme(),
        new SvixScheme(),
        new StandardWebhooksEd25519Scheme(),
        new StripeScheme(),
        new SlackScheme(),
        new ShopifyScheme(),
        new GitLabTokenScheme(),
        new PagerDutyScheme(),
        new TwilioScheme(),
        new ZoomScheme(),
        new DiscordScheme(),
        new SquareScheme(),
        new PaddleScheme(),
        new HubSpotV3Scheme(),
        new HubSpotV2Scheme(),
        new HubSpotV1Scheme(),
        new MailgunScheme(),
        new MandrillScheme(),
        new LinearScheme(),
        new GrafanaScheme(),
        new XplentyHookScheme(),
        new XplentySaltScheme(),
        new HmacScheme(),
    ]);

    /// <summary>Gets all schemes, in the order in which they are listed.</summary>
    public static IReadOnlyList<SignatureScheme> All => _registry.Schemes;

    /// <summary>Gets the headers to record with a webhook, whatever its scheme.</summary>
    public static IReadOnlyList<string> RecordedHeaderNames => _registry.RecordedHeaderNames;

    /// <summary>Gets the headers that may carry a message id, whatever the scheme.</summary>
    public static IReadOnlyList<string> IdHeaderNames => _registry.IdHeaderNames;

    /// <summary>
    /// Gets <c>Auto</c>, which verifies with the scheme that the received headers match. If they match several, it tries each
    /// of them, and the reason names them. It does not accept schemes that do not protect the body
    /// (<see cref="SignatureScheme.ProtectsBody"/>), and it cannot sign. It is not part of <see cref="All"/>.
    /// </summary>
    public static SignatureScheme Auto { get; } = new AutoScheme();

    /// <summary>Returns the scheme with the specified name, ignoring case.</summary>
    /// <exception cref="SignatureException">The scheme is unknown; the error lists the known ones.</exception>
    public static SignatureScheme Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name) ?? throw (IsAuto(name) ? SignatureErrors.SchemeOnlyVerifies() : SignatureErrors.SignatureSchemeUnknown(name, All.Select(scheme => scheme.Name)));
    }

    /// <summary>Returns the scheme with the specified name for verification, ignoring case. The name may be <see cref="Auto"/>'s.</summary>
    /// <exception cref="SignatureException">The scheme is unknown; the error lists the known ones.</exception>
    public static SignatureScheme GetVerifier(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsAuto(name) ? Auto : Find(name) ?? throw SignatureErrors.SignatureSchemeUnknown(name, All.Append(Auto).Select(scheme => scheme.Name));
    }

    /// <summary>Returns the scheme with the specified name, ignoring case, or null if it is unknown.</summary>
    public static SignatureScheme? Find(string name) => All.FirstOrDefault(scheme => string.Equals(scheme.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Registers a scheme until the result is disposed of. A test proves with it that a scheme needs one file and one line.</summary>
    internal static IDisposable Add(SignatureScheme scheme) => new Registration(scheme);

    private static bool IsAuto(string name) => string.Equals(name, AutoScheme.SchemeName, StringComparison.OrdinalIgnoreCase);

    private sealed class Registry(IReadOnlyList<SignatureScheme> schemes)
    {
        public IReadOnlyList<SignatureScheme> Schemes { get; } = schemes;

        public IReadOnlyList<string> RecordedHeaderNames => field ??= Distinct(Schemes.SelectMany(scheme => scheme.RecordedHeaderNames));

        public IReadOnlyList<string> IdHeaderNames => field ??= Distinct(Schemes.Select(scheme => scheme.IdHeaderName).OfType<string>());

        private static string[] Distinct(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private sealed class Registration : IDisposable
    {
        private readonly SignatureScheme _scheme;

        public Registration(SignatureScheme scheme)
        {
            _scheme = scheme;
            _registry = new Registry([.. _registry.Schemes, scheme]);
        }

        public void Dispose() => _registry = new Registry([.. _registry.Schemes.Where(scheme => !ReferenceEquals(scheme, _scheme))]);
    }
}
