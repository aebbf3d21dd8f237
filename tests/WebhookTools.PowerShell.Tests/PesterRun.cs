namespace WebhookTools.PowerShell.Tests;

/// <summary>What became of one Pester file.</summary>
internal sealed record PesterRun
{
    public required string Output { get; init; }

    public required int ExitCode { get; init; }

    public bool IsTimedOut { get; init; }

    public bool IsPesterMissing { get; init; }

    public int Passed { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }

    public string Summary => $"{Passed} passed, {Failed} failed, {Skipped} skipped, exit code {ExitCode}";
}
