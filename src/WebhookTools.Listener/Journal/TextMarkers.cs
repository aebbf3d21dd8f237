namespace WebhookTools.Listener.Journal;

/// <summary>The lines between which a text journal holds an alert: those of Monasca's sample receiver, each alone on its line.</summary>
internal static class TextMarkers
{
    /// <summary>Stands before an alert.</summary>
    public static ReadOnlySpan<byte> Start => "<<<<<<<<< Alert Start >>>>>>>>"u8;

    /// <summary>Stands behind an alert.</summary>
    public static ReadOnlySpan<byte> End => "<<<<<<<<< Alert End >>>>>>>>"u8;
}
