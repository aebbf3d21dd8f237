using WebhookTools.Cli.Terminal;

namespace WebhookTools.Cli.Tests.Terminal;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("警報", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("🔥", 2)]
    public void Width_is_in_columns_and_not_in_characters(string text, int columns)
    {
        Assert.Equal(columns, TerminalText.Width(text));
    }

    [Theory]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("ab", 4, "ab  ")]
    [InlineData("警報警報", 4, "警… ")]
    public void A_field_is_as_wide_as_its_column(string text, int columns, string expected)
    {
        string field = TerminalText.Fit(text, columns);

        Assert.Equal(expected, field);
        Assert.Equal(columns, TerminalText.Width(field));
    }

    [Fact]
    public void Long_text_is_wrapped_and_cut_at_its_last_row()
    {
        Assert.Equal(["abcd", "efgh", "ijk…"], TerminalText.Wrap("abcdefghijklmnop", 4, 3));
        Assert.Equal(["abc"], TerminalText.Wrap("abc", 4, 3));
    }
}
