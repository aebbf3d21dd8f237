namespace WebhookTools.Listener.Metrics;

/// <summary>The kinds of metrics that the text format knows and that are used here.</summary>
internal enum MetricKind
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>Rises and falls.</summary>
    Gauge,

    /// <summary>How often values were how large.</summary>
    Histogram,
}
