using System.Reflection;

namespace WebhookTools.Tests;

/// <summary>
/// The PowerShell that tests run: the one that NuGet restored with the tests, or the one that
/// the environment variable <c>WEBHOOKTOOLS_TEST_PWSH</c> names (a pwsh executable or a pwsh.dll).
/// </summary>
public static class PowerShellHost
{
    private const string OverrideVariable = "WEBHOOKTOOLS_TEST_PWSH";

    /// <summary>The program to start.</summary>
    public static string Program => IsAssembly ? Metadata("DotnetHostPath") : HostPath;

    /// <summary>The arguments that precede those of pwsh.</summary>
    public static IReadOnlyList<string> LeadingArguments => IsAssembly ? [HostPath] : [];

    /// <summary>The path of Pester's module manifest.</summary>
    public static string PesterPath => Metadata("PesterPath");

    private static string HostPath { get; } = FindHost();

    // A PowerShell from NuGet has no executable of its own: dotnet runs its assembly.
    private static bool IsAssembly => string.Equals(Path.GetExtension(HostPath), ".dll", StringComparison.OrdinalIgnoreCase);

    private static string FindHost()
    {
        string? named = Environment.GetEnvironmentVariable(OverrideVariable);
        string path = string.IsNullOrEmpty(named) ? Metadata("PowerShellPath") : Path.GetFullPath(named);
        return File.Exists(path) ? path : throw new FileNotFoundException(
            string.IsNullOrEmpty(named) ? $"PowerShell was not restored to '{path}'. Run 'dotnet restore'." : $"{OverrideVariable} names '{path}', which does not exist. Set it to the path of a pwsh executable or of a pwsh.dll.",
            path);
    }

    private static string Metadata(string key) => typeof(PowerShellHost).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => string.Equals(attribute.Key, key, StringComparison.Ordinal))
        .Value!;
}
