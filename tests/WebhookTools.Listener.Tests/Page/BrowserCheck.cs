namespace WebhookTools.Listener.Tests.Page;

/// <summary>What a check in the browser found.</summary>
/// <param name="Problem">What was wrong, or null.</param>
/// <param name="Data">What it brought along, or null.</param>
internal sealed record BrowserCheck(string Check, string? Problem, string? Data);
