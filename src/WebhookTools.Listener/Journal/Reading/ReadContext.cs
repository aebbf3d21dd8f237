namespace WebhookTools.Listener.Journal.Reading;

/// <summary>What is the same for all files of one reading.</summary>
/// <param name="Query">What is wanted.</param>
/// <param name="OnDamaged">Told of each line that cannot be read, or null.</param>
/// <param name="OnOpened">Told of each file that is opened, or null.</param>
internal sealed record ReadContext(AlertQuery Query, Action<string, long, string>? OnDamaged, Action<string>? OnOpened)
{
    /// <summary>Reads the lines.</summary>
    public LineParser Parser { get; } = new(new AlertFilter(Query));

    /// <summary>Reports a line that cannot be read.</summary>
    public void Report(string path, long line, string problem) => OnDamaged?.Invoke(path, line, problem);
}
