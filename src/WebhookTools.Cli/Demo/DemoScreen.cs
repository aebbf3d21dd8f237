using WebhookTools.Cli.Terminal;

namespace WebhookTools.Cli.Demo;

/// <summary>What the demo shows: numbered steps, facts in two columns, and claims, each with a mark that says whether it is true.</summary>
internal sealed class DemoScreen(StandardOutput output, bool usesColour)
{
    private const int LabelWidth = 11;
    private const int PlainColumns = 120;
    private const string Indent = "   ";

    private const string Bold = "1";
    private const string Dim = "2";
    private const string Red = "31";
    private const string Green = "32";

    private int _steps;
    private int _claims;
    private int _failures;

    /// <summary>Begins a step.</summary>
    public void Step(string title)
    {
        _steps++;
        output.WriteLine(string.Empty);
        output.WriteLine(Styled(Bold, $"{_steps}. {title}"));
        output.Flush();
    }

    /// <summary>Shows a fact in so many rows at most, cut where they end.</summary>
    public void Fact(string label, string text, int rows = 1)
    {
        int columns = (StandardOutput.IsTerminal ? StandardOutput.Columns : PlainColumns) - Indent.Length - LabelWidth;
        foreach (string row in TerminalText.Wrap(TerminalText.Clean(text), columns, rows))
        {
            output.WriteLine($"{Indent}{Styled(Dim, label.PadRight(LabelWidth))}{row}");
            label = string.Empty;
        }
    }

    /// <summary>Shows a claim and whether it is true.</summary>
    /// <param name="claim">What should be, as a sentence without its full stop.</param>
    /// <param name="found">What is instead, where it is not.</param>
    public void Claim(bool isTrue, string claim, string found)
    {
        _claims++;
        if (isTrue)
        {
            output.WriteLine($"{Indent}{Styled(Green, "✓")} {claim}");
        }
        else
        {
            _failures++;
            output.WriteLine($"{Indent}{Styled(Red, "✗")} {claim}: {TerminalText.Clean(found)}");
        }

        output.Flush();
    }

    /// <summary>Says how it went.</summary>
    /// <returns>Whether all claims were true.</returns>
    public bool Complete()
    {
        bool isTrue = _failures == 0 && _claims > 0;
        output.WriteLine(string.Empty);
        output.WriteLine(isTrue
            ? Styled(Green, $"All {_claims} checks passed.")
            : Styled(Red, $"{_failures} of {_claims} checks failed."));
        output.Flush();
        return isTrue;
    }

    private string Styled(string style, string text) => usesColour ? $"\e[{style}m{text}\e[0m" : text;
}
