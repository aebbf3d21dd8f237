using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Input;

/// <summary>Converts parameters and an environment variable to secrets of the core.</summary>
internal static class SecretReader
{
    /// <summary>The variable that supplies the secret if no parameter does. The command line uses the same one.</summary>
    public const string EnvironmentVariable = "WEBHOOKTOOLS_SECRET";

    /// <summary>Returns the secret in the environment variable. Empty if the variable is not set.</summary>
    public static IReadOnlyList<WebhookSecret> FromEnvironment()
    {
        string? fromEnvironment = Environment.GetEnvironmentVariable(EnvironmentVariable);
        return string.IsNullOrEmpty(fromEnvironment) ? [] : [WebhookSecret.FromText(fromEnvironment)];
    }

    public static IReadOnlyList<WebhookSecret> Convert(Secret[]? given) =>
        [.. (given ?? []).Select(static secret => Convert(secret))];

    public static WebhookSecret Convert(Secret? given) => WebhookSecret.FromText(given?.Reveal() ?? string.Empty);
}
