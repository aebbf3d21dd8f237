using System.Text;

namespace WebhookTools.Core.Diagnosis.Report;

/// <summary>Writes labeled text in two columns, wrapping the text.</summary>
internal sealed class ReportWriter(int width)
{
    /// <summary>The width of the label column.</summary>
    private const int Indentation = 10;

    private const int MinimumTextWidth = 30;

    private readonly StringBuilder _text = new();

    public void AddLine(string line = "") => _text.Append(DisplayText.Escape(line.TrimEnd())).Append('\n');

    public void AddWrapped(string label, string text)
    {
        foreach (string line in Wrap(text))
        {
            AddLine(label.PadRight(Indentation) + line);
            label = string.Empty;
        }
    }

    /// <summary>Adds a label and a line without wrapping, so that a marker below it stays aligned.</summary>
    public void AddExact(string label, string line) => AddLine(label.PadRight(Indentation) + line);

    /// <summary>Adds two labeled texts, one below the other, with a marker below the first character that differs.</summary>
    public void AddCompared(string firstLabel, string first, string secondLabel, string second)
    {
        int place = string.Equals(first, second, StringComparison.Ordinal) ? -1 : first.AsSpan().CommonPrefixLength(second);
        int row = Math.Max(width - Indentation, MinimumTextWidth);
        int length = Math.Max(Math.Max(first.Length, second.Length), 1);
        for (int start = 0; start < length; start += row)
        {
            AddExact(start == 0 ? firstLabel : string.Empty, Cut(first, start, row));
            AddExact(start == 0 ? secondLabel : string.Empty, Cut(second, start, row));
            if (place >= start && place < start + row)
            {
                AddExact(string.Empty, new string(' ', place - start) + "^");
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Cut(string text, int start, int length) =>
        start >= text.Length ? string.Empty : text.Substring(start, Math.Min(length, text.Length - start));

    private IEnumerable<string> Wrap(string text)
    {
        int available = Math.Max(width - Indentation, MinimumTextWidth);
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > available)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0)
            {
                line.Append(' ');
            }

            line.Append(word);
        }

        yield return line.ToString();
    }
}
