using WebhookTools.Core.Signatures.Schemes;

namespace WebhookTools.Core.Signatures;

/// <summary>The registry: every scheme, one line each.</summary>
public static class SignatureSchemes
{
    /// <summary>All schemes, in the order in which they are listed.</summary>
    public static IReadOnlyList<SignatureScheme> All { get; } =
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
    ];

    /// <summary>The scheme of that name, in any case.</summary>
    /// <exception cref="SignatureException">There is none; the error lists those there are.</exception>
    public static SignatureScheme Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(scheme => string.Equals(scheme.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw SignatureErrors.SignatureSchemeUnknown(name, All.Select(scheme => scheme.Name));
    }
}
