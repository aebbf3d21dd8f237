using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Input;

/// <summary>Makes the core's secrets from parameters, or from the environment of a pipeline step.</summary>
internal static class SecretReader
{
    /// <summary>Where a secret is looked for when none is given: the variable that the command line reads too.</summary>
    public const string EnvironmentVariable = "WEBHOOKTOOLS_SECRET";

    /// <summary>The secret of the environment; none when there is none.</summary>
    public static IReadOnlyList<WebhookSecret> FromEnvironment()
    {
        string? fromEnvironment = Environment.GetEnvironmentVariable(EnvironmentVariable);
        return string.IsNullOrEmpty(fromEnvironment) ? [] : [WebhookSecret.FromText(fromEnvironment)];
    }

    /// <summary>The secrets that were given.</summary>
    public static IReadOnlyList<WebhookSecret> Convert(Secret[]? given) =>
        [.. (given ?? []).Select(static secret => Convert(secret))];

    /// <summary>One secret.</summary>
    public static WebhookSecret Convert(Secret? given) => WebhookSecret.FromText(given?.Reveal() ?? string.Empty);
}
