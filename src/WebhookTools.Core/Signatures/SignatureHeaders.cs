namespace WebhookTools.Core.Signatures;

/// <summary>Received headers: names in any case, values trimmed, repeated ones joined by a comma.</summary>
public sealed class SignatureHeaders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a header; a repeated one is joined to what is there.</summary>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        name = name.Trim();
        value = value.Trim();
        _values[name] = _values.TryGetValue(name, out string? before) ? before + "," + value : value;
    }

    /// <summary>The names and values.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Gives a header's value.</summary>
    public bool TryGet(string name, out string value)
    {
        bool found = _values.TryGetValue(name, out string? text);
        value = text ?? string.Empty;
        return found;
    }
}
