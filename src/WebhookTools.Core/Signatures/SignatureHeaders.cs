namespace WebhookTools.Core.Signatures;

/// <summary>Received headers. Names are case-insensitive, values are trimmed, and repeated headers are joined with a comma.</summary>
public sealed class SignatureHeaders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a header. A repeated header is joined to the existing value.</summary>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        name = name.Trim();
        value = value.Trim();
        _values[name] = _values.TryGetValue(name, out string? before) ? before + "," + value : value;
    }

    /// <summary>Gets the names and values.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Whether there are no headers.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Gets a header's value, or an empty string if the header is missing.</summary>
    public bool TryGet(string name, out string value)
    {
        bool found = _values.TryGetValue(name, out string? text);
        value = text ?? string.Empty;
        return found;
    }
}
