using WebhookTools.Listener.Journal.Reading;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("?", "", false)]
    [InlineData("a?c", "ABC", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("High*", "highCPUUsage", true)]
    [InlineData("*usage", "HighCPUUsage", true)]
    [InlineData("*CPU*", "HighCPUUsage", true)]
    [InlineData("*a*b*c", "xxaxxbxxaxbc", true)]
    [InlineData("*a*b*c", "xxaxxbxxaxb", false)]
    [InlineData("a\\b[1]", "A\\B[1]", true)]
    [InlineData("größe", "GRÖSSE", false)]
    [InlineData("GRÖ*", "größe", true)]
    [InlineData("**", "x", true)]
    public void A_pattern_matches_the_whole_text_case_insensitively(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Wildcard.Matches(pattern, text));

    [Fact]
    public void Many_stars_against_a_long_text_are_fast() =>
        Assert.False(Wildcard.Matches(string.Concat(Enumerable.Repeat("*a", 50)) + "b", new string('a', 20_000)));
}
