using System.Globalization;
using System.Text;

namespace WebhookTools.Core.Payloads;

/// <summary>Builds the path to a place in a payload: <c>$.disk['mount point'][2]</c>.</summary>
internal struct JsonPathBuilder
{
    /// <summary>The maximum length of a path in an error. A longer path is shortened in the middle.</summary>
    private const int LongestShown = 400;

    private StringBuilder? _path;

    public void AppendIndex(long index) => Path.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');

    public void AppendName(string name)
    {
        if (IsPlain(name))
        {
            Path.Append('.').Append(name);
            return;
        }

        Path.Append("['");
        foreach (char c in name)
        {
            if (char.IsControl(c))
            {
                Path.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                Path.Append(c is '\'' or '\\' ? "\\" : null).Append(c);
            }
        }

        Path.Append("']");
    }

    /// <inheritdoc/>
    public override readonly string ToString()
    {
        string path = _path?.ToString() ?? "$";
        return path.Length <= LongestShown ? path : string.Concat(path.AsSpan(0, LongestShown / 2), "…", path.AsSpan(path.Length - (LongestShown / 2)));
    }

    private StringBuilder Path => _path ??= new StringBuilder("$");

    private static bool IsPlain(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
