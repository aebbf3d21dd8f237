namespace WebhookTools.Core.Payloads;

/// <summary>Options for transforming JSON before it is sent.</summary>
public sealed record PayloadOptions
{
    /// <summary>The default of <see cref="MaximumDepth"/>.</summary>
    public const int DefaultMaximumDepth = 64;

    /// <summary>No transformation.</summary>
    public static PayloadOptions Default { get; } = new();

    /// <summary>Whether null members of objects are removed, at every level. The default is false.</summary>
    public bool OmitNull { get; init; }

    /// <summary>Whether objects are flattened to one level of dotted keys, by the rules of gcm's webhook exporter. The default is false.</summary>
    public bool Flatten { get; init; }

    /// <summary>The separator between the segments of a flattened key. The default is a dot.</summary>
    public string Separator { get; init; } = ".";

    /// <summary>The member of a nested object whose value becomes a segment of the key. The default is <c>name</c>. An empty string turns the rule off.</summary>
    public string NameKey { get; init; } = "name";

    /// <summary>The maximum depth of nested objects and arrays, 1 to 1000. The default is 64.</summary>
    public int MaximumDepth { get; init; } = DefaultMaximumDepth;

    /// <summary>Validates the options.</summary>
    /// <exception cref="WebhookException">An option is not valid.</exception>
    public void Validate()
    {
        if (MaximumDepth is < 1 or > PayloadLimits.GreatestMaximumDepth)
        {
            throw PayloadErrors.MaximumDepthOutOfRange(MaximumDepth);
        }

        if (string.IsNullOrEmpty(Separator) || !IsUnicode(Separator))
        {
            throw PayloadErrors.SeparatorInvalid();
        }

        if (NameKey is null || !IsUnicode(NameKey))
        {
            throw PayloadErrors.NameKeyInvalid();
        }
    }

    private static bool IsUnicode(string text) => JsonText.TryAppend(text, new ByteBuffer());
}
