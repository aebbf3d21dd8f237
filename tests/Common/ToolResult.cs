namespace WebhookTools.Tests;

/// <summary>What a program left.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error);
