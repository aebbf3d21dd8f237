using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class RegistryTests
{
    [Theory]
    [InlineData("github")]
    [InlineData("GITHUB")]
    [InlineData("GitHub")]
    public void A_scheme_is_found_in_any_case(string name) => Assert.Equal("GitHub", SignatureSchemes.Get(name).Name);

    [Fact]
    public void An_unknown_scheme_is_an_error_that_lists_the_known_ones()
    {
        SignatureException error = Assert.Throws<SignatureException>(() => SignatureSchemes.Get("GitHup"));

        Assert.Equal((WebhookErrorKind.InvalidArgument, "SignatureSchemeUnknown"), (error.Kind, error.ErrorId));
        Assert.All(SignatureSchemes.All, scheme => Assert.Contains(scheme.Name, error.RecommendedAction, StringComparison.Ordinal));
    }

    [Fact]
    public void No_two_schemes_have_the_same_name() =>
        Assert.Equal(SignatureSchemes.All.Count, SignatureSchemes.All.Select(scheme => scheme.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
}
