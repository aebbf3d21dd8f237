namespace WebhookTools.Listener.Metrics;

/// <summary>Tells the series of a metric apart without making a text for each measurement: the values of up to two labels, or the text of more.</summary>
internal readonly record struct LabelKey(string? First, string? Second)
{
    public static LabelKey Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length switch
    {
        0 => default,
        1 => new LabelKey((string?)tags[0].Value, null),
        2 => new LabelKey((string?)tags[0].Value, (string?)tags[1].Value),
        _ => new LabelKey(LabelText.Of(tags), null),
    };
}
