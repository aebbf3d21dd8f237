using WebhookTools.Cli.Syntax;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Syntax;

public sealed class SyntaxTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("25165824", 25_165_824)]
    [InlineData("24MiB", 25_165_824)]
    [InlineData("24 mib", 25_165_824)]
    [InlineData("24MB", 24_000_000)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("7B", 7)]
    public void A_size_is_read(string text, long bytes)
    {
        Assert.True(ByteSizeSyntax.Value.Parse(text, out long value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("0.3B")]
    [InlineData("24M")]
    [InlineData("9999999999TiB")]
    public void An_invalid_size_is_rejected(string text)
    {
        Assert.False(ByteSizeSyntax.Value.Parse(text, out _));
    }

    [Theory]
    [InlineData(25_165_824, "24MiB")]
    [InlineData(24_000_000, "24MB")]
    [InlineData(1, "1B")]
    public void A_size_is_written_in_its_largest_unit(long bytes, string text)
    {
        Assert.Equal(text, ByteSizeSyntax.Format(bytes));
    }

    [Theory]
    [InlineData("90s", "2026-11-21T07:58:30Z")]
    [InlineData("1.5h", "2026-11-21T06:30:00Z")]
    [InlineData("7d", "2026-11-14T08:00:00Z")]
    [InlineData("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00Z")]
    public void A_time_may_be_an_age(string text, string expected)
    {
        Assert.True(TimeSyntax.Past(new ManualTimeProvider(Now)).Parse(text, out DateTimeOffset value));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), value.ToUniversalTime());
    }

    [Theory]
    [InlineData("10:30")]
    [InlineData("h")]
    [InlineData("-2h")]
    [InlineData("2 hours")]
    [InlineData("21.11.2026")]
    public void An_invalid_time_is_rejected(string text)
    {
        Assert.False(TimeSyntax.Past(new ManualTimeProvider(Now)).Parse(text, out _));
    }

    [Theory]
    [InlineData("X-A: b", "X-A", "b")]
    [InlineData("X-A:b:c ", "X-A", "b:c")]
    [InlineData("X-A:", "X-A", "")]
    public void A_header_is_read(string text, string name, string value)
    {
        Assert.True(HeaderSyntax.TryParse(text, out KeyValuePair<string, string> header));
        Assert.Equal(new KeyValuePair<string, string>(name, value), header);
    }

    [Theory]
    [InlineData("X-A")]
    [InlineData(": b")]
    [InlineData("X A: b")]
    [InlineData("X-A: b\r\nX-B: c")]
    public void An_invalid_header_is_rejected(string text)
    {
        Assert.False(HeaderSyntax.TryParse(text, out _));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("::1", "::1")]
    public void An_address_to_bind_is_read(string text, string address)
    {
        Assert.True(AddressSyntax.Bind.Parse(text, out System.Net.IPAddress? value));
        Assert.Equal(address, value.ToString());
    }

    [Theory]
    [InlineData("80")]
    [InlineData("1.2.3")]
    [InlineData("example.com")]
    public void An_invalid_address_is_rejected(string text)
    {
        Assert.False(AddressSyntax.Bind.Parse(text, out _));
    }
}
