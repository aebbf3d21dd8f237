using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>Compares signatures with those of openssl.</summary>
public sealed class OpenSslTests
{
    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public async Task An_HMAC_over_a_file_is_the_one_that_openssl_computes(string algorithm)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("body");
        byte[] bytes = new byte[700_001];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var options = new SignatureOptions { Algorithm = algorithm };

        string output = await ExternalTool.RunOrSkipAsync("openssl", ["dgst", "-" + algorithm.ToLowerInvariant(), "-hmac", "the key", "-r", path]);

        string signed = SignatureSchemes.Get("Hmac").Sign(
            new SignatureRequest { Body = WebhookBody.FromFile(path) }, [SchemeSample.Secret("the key")], options, TimeProvider.System, SystemRandomSource.Instance).Value;
        Assert.Equal(output.Split(' ')[0], signed);
    }

    [Fact]
    public async Task A_StandardWebhooks_signature_is_the_one_that_openssl_computes()
    {
        WebhookSecret secret = SchemeSample.NewSecret("StandardWebhooks");
        SignatureRequest request = SchemeSample.Request("StandardWebhooks");
        SignatureResult signed = SchemeSample.Sign("StandardWebhooks", request, secret);
        string key = Convert.ToHexStringLower(Convert.FromBase64String(secret.Reveal()["whsec_".Length..]));

        string output = await ExternalTool.RunOrSkipAsync(
            "openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + key, "-r"], $"msg_2024.1763717400.{request.Body.Text()}");

        Assert.Equal("v1," + Convert.ToBase64String(Convert.FromHexString(output.Split(' ')[0])), signed.Value);
    }
}
