using System.Buffers.Text;
using System.Text;
using WebhookTools.Core.Masking;

namespace WebhookTools.Core.Tests.Masking;

public sealed class SecretMaskTests
{
    private const string Secret = "s3cr?t/with space+and=ü";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Secret);

    /// <summary>Ways in which programs write a secret into a header, a path or a query.</summary>
    public static TheoryData<string> Encodings =>
    [
        Secret,
        Uri.EscapeDataString(Secret),
        Uri.EscapeDataString(Secret).ToLowerInvariant(),
        Uri.EscapeDataString(Secret).Replace("%20", "+", StringComparison.Ordinal),
        Uri.EscapeDataString(Uri.EscapeDataString(Secret)),
        string.Concat(Bytes.Select(value => $"%{value:x2}")),
        Convert.ToHexString(Bytes),
        Convert.ToHexStringLower(Bytes),
        Convert.ToBase64String(Bytes),
        Convert.ToBase64String(Bytes).TrimEnd('='),
        Uri.EscapeDataString(Convert.ToBase64String(Bytes)),
        Base64Url.EncodeToString(Bytes),
        Convert.ToBase64String([.. "u:"u8, .. Bytes]),
        Convert.ToBase64String([.. "us:"u8, .. Bytes, .. " and more"u8]),
        Base64Url.EncodeToString([.. "use:"u8, .. Bytes, .. "."u8]),
    ];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_secret_is_masked_in_every_encoding(string encoded)
    {
        var mask = new SecretMask([Secret]);

        Assert.Equal("***", mask.MaskHeader("X-Anything", $"before {encoded} after"));
        Assert.Equal("x=1&***&y=2", mask.MaskQuery($"x=1&q={encoded.Replace("&", "%26", StringComparison.Ordinal)}&y=2"));
        string text = mask.Mask($"before {encoded} after");
        Assert.Contains("***", text, StringComparison.Ordinal);
        Assert.DoesNotContain(encoded, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hooks/t0ken-value", "/hooks/***")]
    [InlineData("/hooks/t0ken%2Dvalue/x", "/hooks/***/x")]
    [InlineData("/hooks/%74%30ken-value", "/hooks/***")]
    [InlineData("/t0ken-value/hooks/a-t0ken-value-b", "/***/hooks/***")]
    [InlineData("/hooks/dDBrZW4tdmFsdWU=", "/hooks/***")]
    [InlineData("/hooks/t0ken-valu", "/hooks/t0ken-valu")]
    [InlineData("/hooks/abc", "/hooks/***")]
    [InlineData("/hooks/abcd", "/hooks/abcd")]
    public void A_segment_of_a_path_that_contains_a_secret_is_masked(string path, string shown) =>
        Assert.Equal(shown, new SecretMask(["t0ken-value", "abc"]).MaskPath(path));

    [Fact]
    public void A_secret_that_spans_segments_leaves_nothing_of_itself() =>
        Assert.Equal("/***", new SecretMask(["one/two/three"]).MaskPath("/hooks/one/two/three"));

    [Fact]
    public void A_word_of_a_text_is_masked_without_the_rest()
    {
        var mask = new SecretMask(["t0ken-value"]);

        Assert.Equal("POST /hooks/*** was rejected: \"***\", ***.", mask.Mask("POST /hooks/t0ken%2dvalue was rejected: \"dDBrZW4tdmFsdWU=\", t0ken-value."));
        Assert.Equal("nothing here", mask.Mask("nothing here"));
    }

    [Theory]
    [InlineData("/x?token=abc&y=1", "/x?token=***&y=1")]
    [InlineData("https://h/x?a=1&access_token=abc", "https://h/x?a=1&access_token=***")]
    [InlineData("https://h/x#access_token=abc", "***")]
    [InlineData("%2Fx%3Ftoken%3Dabc", "***")]
    [InlineData("https://h/?next=%2Fx%3Ftoken%3Dabc&y=1", "https://h/?***&y=1")]
    [InlineData("https://user:password@h/x", "***")]
    [InlineData("https://h/x?y=1&z=%2F", "https://h/x?y=1&z=%2F")]
    [InlineData("Mozilla/5.0 (compatible; +https://h/bot.html)", "Mozilla/5.0 (compatible; +https://h/bot.html)")]
    [InlineData("a@example.org", "a@example.org")]
    public void An_address_in_a_header_is_masked_like_the_address_of_a_request(string value, string shown) =>
        Assert.Equal(shown, new SecretMask([]).MaskHeader("X-Original-URI", value));

    [Theory]
    [InlineData("Authorization")]
    [InlineData("proxy-authorization")]
    [InlineData("Cookie")]
    [InlineData("Set-Cookie")]
    [InlineData("X-Gitlab-Token")]
    [InlineData("X-Api-Key")]
    [InlineData("X-Shared-Secret")]
    public void A_header_whose_name_suggests_a_secret_is_masked(string name) => Assert.Equal("***", new SecretMask([]).MaskHeader(name, "Bearer abc"));

    [Theory]
    [InlineData("Content-Type")]
    [InlineData("X-Hub-Signature-256")]
    [InlineData("webhook-id")]
    [InlineData("Idempotency-Key")]
    public void Other_headers_are_shown(string name) => Assert.Equal("value", new SecretMask([]).MaskHeader(name, "value"));

    [Fact]
    public void A_secret_that_holds_another_one_leaves_nothing_of_itself()
    {
        var mask = new SecretMask(["whsec_ab", "whsec_abcdefgh"]);

        Assert.Equal("***", mask.Mask("whsec_abcdefgh"));
        Assert.Equal("x***y", mask.Mask("xwhsec_abcdefghy"));
        Assert.Equal("***", mask.Mask("abcdefgh"));
    }

    [Fact]
    public void A_short_secret_is_masked_alone_but_does_not_tear_texts_apart()
    {
        var mask = new SecretMask(["s"]);

        Assert.Equal("***", mask.Mask("s"));
        Assert.Equal("status", mask.Mask("status"));
        Assert.Equal("/hooks/***/status", mask.MaskPath("/hooks/s/status"));
    }
}
