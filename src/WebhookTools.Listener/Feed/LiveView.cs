namespace WebhookTools.Listener.Feed;

/// <summary>What a page is shown, or what is new to it; both lists oldest first.</summary>
/// <param name="IsGap">Whether something between is no longer there, so that the page has to begin anew.</param>
/// <param name="Position">How far it has been told then.</param>
internal sealed record LiveView(IReadOnlyList<LiveAlert> Alerts, IReadOnlyList<LiveRejection> Rejections, bool IsGap, LivePosition Position);
