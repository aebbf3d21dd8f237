namespace WebhookTools.Core.Payloads;

/// <summary>How JSON is changed before it is sent.</summary>
public sealed record PayloadOptions
{
    /// <summary>How deep JSON may be nested when nothing else is said.</summary>
    public const int DefaultMaximumDepth = 64;

    /// <summary>JSON as it came.</summary>
    public static PayloadOptions Default { get; } = new();

    /// <summary>Removes null members of objects, at every level. Default: false.</summary>
    public bool OmitNull { get; init; }

    /// <summary>Makes one level of dotted keys, by the rules of gcm's webhook exporter. Default: false.</summary>
    public bool Flatten { get; init; }

    /// <summary>What stands between the segments of a flattened key. Default: a dot.</summary>
    public string Separator { get; init; } = ".";

    /// <summary>The member of a nested object whose value becomes a segment of the key. Default: <c>name</c>. Empty turns the rule off.</summary>
    public string NameKey { get; init; } = "name";

    /// <summary>How deep JSON may be nested, 1 to 1000. Default: 64.</summary>
    public int MaximumDepth { get; init; } = DefaultMaximumDepth;

    /// <summary>Checks the options once, where they come in.</summary>
    /// <exception cref="WebhookException">An option has a value that is not allowed.</exception>
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
