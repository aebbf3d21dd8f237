using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Hosting;

/// <summary>What became of an accepted webhook.</summary>
/// <param name="IsKept">Whether it, or for a repeat what it repeats, is on disk.</param>
/// <param name="IsRepeat">Whether it only repeats what is on disk, and was not journaled again.</param>
/// <param name="NewAlerts">The alerts that were journaled.</param>
internal readonly record struct IntakeResult(bool IsKept, bool IsRepeat, IReadOnlyList<WebhookAlert> NewAlerts)
{
    public static IntakeResult Failed { get; } = new(false, false, []);

    public static IntakeResult Repeat { get; } = new(true, true, []);

    public static IntakeResult Kept(IReadOnlyList<WebhookAlert> alerts) => new(true, false, alerts);
}
