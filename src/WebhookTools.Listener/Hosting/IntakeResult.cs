namespace WebhookTools.Listener.Hosting;

/// <summary>What became of an accepted webhook.</summary>
/// <param name="IsKept">Whether it, or for a repeat what it repeats, is on disk.</param>
/// <param name="NewAlerts">The alerts that were journaled.</param>
internal readonly record struct IntakeResult(bool IsKept, IReadOnlyList<WebhookAlert> NewAlerts)
{
    public static IntakeResult Failed { get; } = new(false, []);

    public static IntakeResult Repeat { get; } = new(true, []);

    public static IntakeResult Kept(IReadOnlyList<WebhookAlert> alerts) => new(true, alerts);
}
