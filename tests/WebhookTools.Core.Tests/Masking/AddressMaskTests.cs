using WebhookTools.Core.Masking;

namespace WebhookTools.Core.Tests.Masking;

public sealed class AddressMaskTests
{
    [Theory]
    [InlineData("https://h.example/hooks/ci", "https://h.example/hooks/ci")]
    [InlineData("https://h.example:8443/a%20b?x=1&y=&z", "https://h.example:8443/a%20b?x=***&y=***&***")]
    [InlineData("https://user:password@h.example/", "https://h.example/")]
    [InlineData("https://h.example/#part", "https://h.example/#***")]
    [InlineData("https://h.example/services/T024BE7LD/B0G9QF9GW/XXq3uG1bD8zV0kL5sN2wY7cA", "https://h.example/services/T024BE7LD/B0G9QF9GW/***")]
    [InlineData("https://h.example/workflows/a1b2c3d4e5f60718293a4b5c6d7e8f90/run", "https://h.example/workflows/***/run")]
    [InlineData("https://h.example/a-long-name-without-digits", "https://h.example/a-long-name-without-digits")]
    [InlineData("ftp://user:password@h.example/x?y=z", "ftp://h.example/***")]
    [InlineData("user:password@h.example", "user:***")]
    public void What_grants_access_is_masked(string address, string shown) => Assert.Equal(shown, AddressMask.Show(new Uri(address)));

    [Fact]
    public void An_address_that_is_not_absolute_is_masked_too() =>
        Assert.Equal("example.com/hook?token=***", AddressMask.Show(new Uri("example.com/hook?token=abc", UriKind.Relative)));
}
