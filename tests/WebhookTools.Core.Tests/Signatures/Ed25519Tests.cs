using System.Reflection;
using System.Runtime.Loader;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

public sealed class Ed25519Tests
{
    /// <summary>Source: RFC 8032, section 7.1, test 3: secret key, public key, message, signature.</summary>
    private const string RfcSeed = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";
    private const string RfcPublicKey = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    private const string RfcSignature = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";

    /// <summary>
    /// There is no published vector for Discord. With the same key as PEM, openssl signs the content that Discord's
    /// documentation describes.
    /// </summary>
    [Fact]
    public async Task Discord_verifies_what_openssl_signs_and_openssl_verifies_what_Discord_signs()
    {
        using var folder = new TemporaryFolder();
        string keyFile = folder.File("key.pem");
        string messageFile = folder.File("message");
        string signatureFile = folder.File("signature");
        await ExternalTool.RunOrSkipAsync("openssl", ["genpkey", "-algorithm", "ed25519", "-out", keyFile]);
        string publicPem = await ExternalTool.RunOrSkipAsync("openssl", ["pkey", "-in", keyFile, "-pubout"]);
        string privatePem = await File.ReadAllTextAsync(keyFile, TestContext.Current.CancellationToken);
        SignatureRequest request = SchemeSample.Request("Discord");
        await File.WriteAllTextAsync(messageFile, "1763717400" + request.Body.Text(), TestContext.Current.CancellationToken);
        await ExternalTool.RunOrSkipAsync("openssl", ["pkeyutl", "-sign", "-rawin", "-inkey", keyFile, "-in", messageFile, "-out", signatureFile]);
        string expected = Convert.ToHexStringLower(await File.ReadAllBytesAsync(signatureFile, TestContext.Current.CancellationToken));

        SignatureResult signed = SchemeSample.Sign("Discord", SchemeSample.Secret(privatePem));

        Assert.Equal(expected, signed.Value);
        Assert.True(SchemeSample.Verify("Discord", request, signed.Headers(), SchemeSample.Secret(publicPem)).IsValid);
        Assert.True(SchemeSample.Verify("Discord", request, signed.Headers(), SchemeSample.Secret(privatePem)).IsValid);
        Assert.Matches("^[0-9a-f]{64}$", SignatureSchemes.Get("Discord").GetVerificationSecret(SchemeSample.Secret(privatePem)).Reveal());
        Assert.StartsWith("whpk_", SignatureSchemes.Get("StandardWebhooksEd25519").GetVerificationSecret(SchemeSample.Secret(publicPem)).Reveal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_RFCs_own_key_pair_is_read()
    {
        WebhookSecret publicKey = SignatureSchemes.Get("Discord").GetVerificationSecret(SchemeSample.Secret(RfcSeed + RfcPublicKey));

        Assert.Equal(RfcPublicKey, publicKey.Reveal());
    }

    [Fact]
    public void A_public_key_verifies_and_does_not_sign()
    {
        WebhookSecret pair = SchemeSample.NewSecret("Discord");
        WebhookSecret publicKey = SignatureSchemes.Get("Discord").GetVerificationSecret(pair);

        Assert.True(SchemeSample.Verify("Discord", SchemeSample.Request("Discord"), SchemeSample.Sign("Discord", pair).Headers(), publicKey).IsValid);
        Assert.Equal("SecretCannotSign", Assert.Throws<SignatureException>(() => SchemeSample.Sign("Discord", publicKey)).ErrorId);
    }

    [Fact]
    public void New_keys_are_key_pairs_in_the_schemes_format()
    {
        Assert.Matches("^[0-9a-f]{128}$", SchemeSample.NewSecret("Discord").Reveal());
        WebhookSecret secret = SchemeSample.NewSecret("StandardWebhooksEd25519");
        Assert.Matches("^whsk_[A-Za-z0-9+/]{86}==$", secret.Reveal());
        Assert.Matches("^whpk_[A-Za-z0-9+/]{43}=$", SignatureSchemes.Get("StandardWebhooksEd25519").GetVerificationSecret(secret).Reveal());
    }

    [Theory]
    [InlineData("Discord", "abc", "SecretNotEd25519Key")]
    [InlineData("Discord", RfcPublicKey + "\n", "SecretNotEd25519Key")]
    [InlineData("Discord", RfcPublicKey + RfcPublicKey, "SecretHalvesDiffer")]
    [InlineData("Discord", "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=", "SecretNotEd25519Key")]
    [InlineData("StandardWebhooksEd25519", RfcPublicKey, "SecretNotEd25519Key")]
    [InlineData("StandardWebhooksEd25519", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "SecretNotEd25519Key")]
    [InlineData("StandardWebhooksEd25519", "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=", "SecretNotEd25519Key")]
    [InlineData("StandardWebhooksEd25519", "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n", "SecretNotEd25519Key")]
    public void An_invalid_key_is_an_error_that_does_not_contain_the_key(string scheme, string key, string errorId)
    {
        SignatureException error = Assert.Throws<SignatureException>(() => SchemeSample.Verify(scheme, SchemeSample.Request(scheme), new SignatureHeaders(), SchemeSample.Secret(key)));

        Assert.Equal((WebhookErrorKind.InvalidSecret, errorId), (error.Kind, error.ErrorId));
        Assert.DoesNotContain(key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_always_has_32_random_bytes() =>
        Assert.Equal("SecretLengthOutOfRange", Assert.Throws<SignatureException>(() => SignatureSchemes.Get("Discord").NewSecret(SystemRandomSource.Instance, 64)).ErrorId);

    [Fact]
    public void A_header_full_of_signatures_is_rejected_before_any_is_verified()
    {
        WebhookSecret secret = SchemeSample.NewSecret("StandardWebhooksEd25519");
        SignatureResult signed = SchemeSample.Sign("StandardWebhooksEd25519", secret);
        SignatureHeaders headers = SchemeSample.Headers(
            ("webhook-id", signed.Id!), ("webhook-timestamp", "1763717400"), ("webhook-signature", string.Join(' ', Enumerable.Repeat(signed.Value, 33))));

        Assert.Equal(SignatureVerdict.HeaderMalformed, SchemeSample.Verify("StandardWebhooksEd25519", SchemeSample.Request("StandardWebhooksEd25519"), headers, secret).Verdict);
    }

    /// <summary>Source: RFC 8032, section 7.1, tests 1 to 3. The schemes sign text, and these messages are not text, so the algorithm is tested itself.</summary>
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(RfcSeed, RfcPublicKey, "af82", RfcSignature)]
    public void The_published_signatures_are_made_and_verified(string seed, string publicKey, string message, string expected)
    {
        byte[] pair = Convert.FromHexString(seed + publicKey);
        SignedContent content = Content(message);
        byte[] signature = new byte[64];

        Ed25519Algorithm.Instance.Sign(pair, content, signature);

        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519Algorithm.GetPublicKey(pair.AsSpan(0, 32))));
        Assert.Equal(expected, Convert.ToHexStringLower(signature));
        Assert.True(Ed25519Algorithm.Instance.Verify(pair, content, signature));
        Assert.True(Ed25519Algorithm.Instance.Verify(pair.AsSpan(32), content, signature));
    }

    /// <summary>Source: RFC 8032, 5.1.3 and 5.1.7: what is not a point of the curve, and a number that is not below the curve's order.</summary>
    [Theory]
    [InlineData(RfcPublicKey, "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac05d391b0a77904e98404ef037747a56e4a7c15e9716ed28dc027beceea1ec41a")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "af82", RfcSignature)]
    [InlineData(RfcPublicKey, "af82", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData(RfcPublicKey, "af83", RfcSignature)]
    [InlineData("fc51", "af82", RfcSignature)]
    public void A_signature_or_key_that_is_not_valid_is_rejected(string publicKey, string message, string signature) =>
        Assert.False(Ed25519Algorithm.Instance.Verify(Convert.FromHexString(publicKey), Content(message), Convert.FromHexString(signature)));

    /// <summary>Loads the core a second time, in a context that records the requested assemblies.</summary>
    [Fact]
    public void Schemes_with_a_shared_secret_do_not_load_the_library()
    {
        var context = new WatchingContext(typeof(SignatureSchemes).Assembly.Location);
        try
        {
            Assembly core = context.LoadFromAssemblyPath(typeof(SignatureSchemes).Assembly.Location);
            Sign(core, "GitHub");
            Sign(core, "StandardWebhooks");
            Assert.DoesNotContain("BouncyCastle.Cryptography", context.Asked, StringComparer.Ordinal);

            Sign(core, "Discord");
            Assert.Contains("BouncyCastle.Cryptography", context.Asked, StringComparer.Ordinal);
        }
        finally
        {
            context.Unload();
        }
    }

    private static SignedContent Content(string message) => new() { Body = WebhookBody.FromBytes(Convert.FromHexString(message)) };

    private static void Sign(Assembly core, string name)
    {
        object random = core.GetType("WebhookTools.Core.SystemRandomSource", throwOnError: true)!.GetProperty("Instance")!.GetValue(null)!;
        object scheme = core.GetType(typeof(SignatureSchemes).FullName!, throwOnError: true)!.GetMethod("Get")!.Invoke(null, [name])!;
        Type secretType = core.GetType(typeof(WebhookSecret).FullName!, throwOnError: true)!;
        var secrets = Array.CreateInstance(secretType, 1);
        secrets.SetValue(scheme.GetType().GetMethod("NewSecret")!.Invoke(scheme, [random, null]), 0);
        Type requestType = core.GetType(typeof(SignatureRequest).FullName!, throwOnError: true)!;
        object request = Activator.CreateInstance(requestType)!;
        requestType.GetProperty("Body")!.SetValue(request, core.GetType(typeof(WebhookBody).FullName!, throwOnError: true)!.GetProperty("Empty")!.GetValue(null));
        object options = core.GetType(typeof(SignatureOptions).FullName!, throwOnError: true)!.GetProperty("Default")!.GetValue(null)!;
        Assert.NotNull(scheme.GetType().GetMethod("Sign")!.Invoke(scheme, [request, secrets, options, TimeProvider.System, random]));
    }

    private sealed class WatchingContext(string corePath) : AssemblyLoadContext(isCollectible: true)
    {
        private readonly AssemblyDependencyResolver _resolver = new(corePath);

        public List<string> Asked { get; } = [];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            Asked.Add(assemblyName.Name!);
            string path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
