using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class SecretTests
{
    [Theory]
    [InlineData("whsec_not base64 at all")]
    [InlineData("whsec_")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")]
    [InlineData("\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"")]
    [InlineData("plain-text")]
    public void A_secret_that_is_not_base64_is_an_error_that_does_not_contain_it(string text)
    {
        SignatureException error = Assert.Throws<SignatureException>(() => SchemeSample.Sign("StandardWebhooks", SchemeSample.Secret(text)));

        Assert.Equal((WebhookErrorKind.InvalidSecret, "SecretNotBase64"), (error.Kind, error.ErrorId));
        Assert.DoesNotContain("MfKQ9r8", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("plain-text", error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public void A_standard_secret_is_the_same_without_its_prefix()
    {
        SignatureHeaders headers = SchemeSample.Sign("StandardWebhooks", SchemeSample.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).Headers();

        Assert.True(SchemeSample.Verify("StandardWebhooks", SchemeSample.Request("StandardWebhooks"), headers, SchemeSample.Secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).IsValid);
    }

    [Theory]
    [InlineData("StandardWebhooks", null, 32)]
    [InlineData("StandardWebhooks", 24, 24)]
    [InlineData("Svix", 64, 64)]
    public void A_new_standard_secret_is_its_prefix_and_base64(string scheme, int? asked, int expected)
    {
        string text = SignatureSchemes.Get(scheme).NewSecret(SystemRandomSource.Instance, asked).Reveal();

        Assert.StartsWith("whsec_", text, StringComparison.Ordinal);
        Assert.Equal(expected, Convert.FromBase64String(text["whsec_".Length..]).Length);
    }

    [Theory]
    [InlineData("GitHub", "^[0-9a-f]{64}$")]
    [InlineData("Stripe", "^whsec_[0-9a-f]{64}$")]
    [InlineData("GitLabToken", "^[0-9a-f]{64}$")]
    public void Another_schemes_new_secret_is_text(string scheme, string pattern) =>
        Assert.Matches(pattern, SchemeSample.NewSecret(scheme).Reveal());

    [Theory]
    [InlineData("GitHub", 15)]
    [InlineData("GitHub", 65)]
    [InlineData("StandardWebhooks", 23)]
    [InlineData("StandardWebhooks", 65)]
    [InlineData("GitHub", -1)]
    public void A_secret_of_too_few_or_too_many_bytes_is_an_error(string scheme, int byteCount) =>
        Assert.Equal("SecretLengthOutOfRange", Assert.Throws<SignatureException>(() => SignatureSchemes.Get(scheme).NewSecret(SystemRandomSource.Instance, byteCount)).ErrorId);

    /// <summary>Public keys in the formats that nothing else has, made with openssl.</summary>
    public static TheoryData<string> PublicKeys =>
    [
        "whpk_Qxrp7SpGgcgkcyfcmR0xQFd4hQR6gyxPaIOCNVKoGVo=",
        " whpk_Qxrp7SpGgcgkcyfcmR0xQFd4hQR6gyxPaIOCNVKoGVo=\n",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAQxrp7SpGgcgkcyfcmR0xQFd4hQR6gyxPaIOCNVKoGVo=\n-----END PUBLIC KEY-----\n",
        "MCowBQYDK2VwAyEAQxrp7SpGgcgkcyfcmR0xQFd4hQR6gyxPaIOCNVKoGVo=",
        "302a300506032b6570032100431ae9ed2a4681c8247327dc991d3140577885047a832c4f6883823552a8195a",
    ];

    [Theory]
    [MemberData(nameof(PublicKeys))]
    public void A_public_key_is_refused_as_a_shared_secret(string key)
    {
        foreach (string scheme in (string[])["GitHub", "StandardWebhooks", "Hmac", "GitLabToken", "Pelorus"])
        {
            SignatureException signing = Assert.Throws<SignatureException>(() => SchemeSample.Sign(scheme, SchemeSample.Secret(key)));
            SignatureException verifying = Assert.Throws<SignatureException>(() => SchemeSample.Verify(scheme, SchemeSample.Request(scheme), new SignatureHeaders(), SchemeSample.Secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), SchemeSample.Secret(key)));

            Assert.Equal(("SecretIsPublicKey", "SecretIsPublicKey"), (signing.ErrorId, verifying.ErrorId));
            Assert.StartsWith($"Secret 2 of 2 for {scheme} is a public key", verifying.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Qxrp7", signing.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hexadecimal_digits_may_be_a_shared_secret_although_they_may_be_a_public_key_too()
    {
        const string Key = "431ae9ed2a4681c8247327dc991d3140577885047a832c4f6883823552a8195a";

        Assert.NotEmpty(SchemeSample.Sign("GitHub", SchemeSample.Secret(Key)).Value);
        Assert.Equal("SecretCannotSign", Assert.Throws<SignatureException>(() => SchemeSample.Sign("Discord", SchemeSample.Secret(Key))).ErrorId);
    }

    [Fact]
    public void Schemes_may_read_the_same_secret_differently()
    {
        WebhookSecret secret = SchemeSample.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        foreach (string scheme in (string[])["StandardWebhooks", "Stripe", "StandardWebhooks", "GitHub"])
        {
            Assert.True(SchemeSample.Verify(scheme, SchemeSample.Request(scheme), SchemeSample.Sign(scheme, secret).Headers(), secret).IsValid);
        }

        Assert.NotEqual(
            SchemeSample.Sign("Stripe", secret).Value,
            SchemeSample.Sign("Stripe", SchemeSample.Secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).Value,
            StringComparer.Ordinal);
    }
}
