using WebhookTools.Cli.Terminal;
using WebhookTools.Core;

namespace WebhookTools.Cli.Demo;

/// <summary>The output of the demo: numbered steps, facts in two columns, and checks with a mark for their result.</summary>
internal sealed class DemoScreen(StandardOutput output, bool usesColor)
{
    private const int LabelWidth = 11;
    private const int PlainColumns = 120;
    private const string Indent = "   ";

    private const string Bold = "1";
    private const string Dim = "2";
    private const string Red = "31";
    private const string Green = "32";

    private int _steps;
    private int _checks;
    private int _failures;

    public void Step(string title)
    {
        _steps++;
        output.WriteLine(string.Empty);
        output.WriteLine(Styled(Bold, $"{_steps}. {title}"));
        output.Flush();
    }

    /// <summary>Shows a fact in at most <paramref name="rows"/> rows. Longer text is cut.</summary>
    public void Fact(string label, string text, int rows = 1)
    {
        int columns = (StandardOutput.IsTerminal ? StandardOutput.Columns : PlainColumns) - Indent.Length - LabelWidth;
        foreach (string row in TerminalText.Wrap(DisplayText.Escape(text), columns, rows))
        {
            output.WriteLine($"{Indent}{Styled(Dim, label.PadRight(LabelWidth))}{row}");
            label = string.Empty;
        }
    }

    /// <param name="expected">The expected outcome, as a sentence without a full stop.</param>
    /// <param name="actual">The actual outcome, shown if the check fails.</param>
    public void Check(bool isTrue, string expected, string actual)
    {
        _checks++;
        if (isTrue)
        {
            output.WriteLine($"{Indent}{Styled(Green, "✓")} {expected}");
        }
        else
        {
            _failures++;
            output.WriteLine($"{Indent}{Styled(Red, "✗")} {expected}: {DisplayText.Escape(actual)}");
        }

        output.Flush();
    }

    /// <summary>Prints the summary.</summary>
    /// <returns>True if all checks passed.</returns>
    public bool Complete()
    {
        bool allPassed = _failures == 0 && _checks > 0;
        output.WriteLine(string.Empty);
        output.WriteLine(allPassed
            ? Styled(Green, $"All {_checks} checks passed.")
            : Styled(Red, $"{_failures} of {_checks} checks failed."));
        output.Flush();
        return allPassed;
    }

    private string Styled(string style, string text) => usesColor ? $"\e[{style}m{text}\e[0m" : text;
}
