namespace WebhookTools.Cli.Listening;

/// <summary>The command that is run for every alert.</summary>
/// <param name="Path">The program's file.</param>
/// <param name="Arguments">Its arguments, each as it is.</param>
/// <param name="Concurrency">How many may run at once.</param>
/// <param name="Timeout">How long one may run.</param>
internal sealed record AlertCommand(string Path, IReadOnlyList<string> Arguments, int Concurrency, TimeSpan Timeout);
