using System.Buffers.Text;
using System.Security.Cryptography;
using static WebhookTools.Core.Tests.Diagnosis.SpoiledSignature;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>A different algorithm, or the correct signature in a different format.</summary>
internal static class SpoiledHeaders
{
    public static IEnumerable<SpoiledSignature> All =>
    [
        Algorithm("HMAC-SHA1", "algorithm.hmac-sha-1", HMACSHA1.HashData, signature => "sha1=" + Hex(signature)),
        Algorithm("HMAC-SHA384", "algorithm.hmac-sha-384", HMACSHA384.HashData, signature => "sha384=" + Hex(signature)),
        Algorithm("HMAC-SHA512", "algorithm.hmac-sha-512", HMACSHA512.HashData, signature => "sha512=" + Hex(signature)),
        Algorithm("a plain hash", "algorithm.plain-hash", (_, content) => SHA256.HashData(content)),
        Algorithm("a hash with the secret first", "algorithm.secret-before-content", (key, content) => SHA256.HashData([.. key, .. content])),
        Algorithm("a hash with the secret last", "algorithm.secret-behind-content", (key, content) => SHA256.HashData([.. content, .. key])),
        Algorithm("key and content swapped", "algorithm.key-and-content-swapped", (key, content) => HMACSHA256.HashData(content, key)),
        Written("base64", "encoding.base64-for-hexadecimal", signature => "sha256=" + Base64(signature)),
        Written("base64url", "encoding.base64url-for-hexadecimal", signature => "sha256=" + Base64Url.EncodeToString(signature)),
        Written("base64 of the digits", "encoding.base64-of-hex", signature => "sha256=" + Base64(Bytes(Hex(signature)))),
        Written("without its prefix", "encoding.prefix-missing", Hex),
        Written("with a different prefix", "encoding.prefix-other", signature => "sha1=" + Hex(signature)),
        Written("cut to 40 digits", "encoding.cut-short", signature => "sha256=" + Hex(signature)[..40]),
        Written("cut to 17 digits", "encoding.cut-short", signature => "sha256=" + Hex(signature)[..17]),
        Shopify("hexadecimal", "encoding.hexadecimal-for-base64", Hex),
        Shopify("with a prefix", "encoding.prefix-unexpected", signature => "sha256=" + Base64(signature)),
        Shopify("cut to 20 characters", "encoding.cut-short", signature => Base64(signature)[..20]),
        Shopify("URL-decoded", "encoding.plus-became-space", signature => Base64(signature).Replace('+', ' ')) with
        {
            // A body whose signature contains a plus sign.
            Body = Enumerable.Range(0, 1000).Select(number => Bytes($"{{\"n\":{number}}}")).First(body => Base64(HMACSHA256.HashData(Bytes(PlainSecret), body)).IndexOf('+', StringComparison.Ordinal) is > 3 and < 40),
        },
        new()
        {
            Name = "the signature marked v0",
            Scheme = "Stripe",
            Before = Timestamp + ".",
            Causes = ["encoding.prefix-other"],
            Write = signature => $"t={Timestamp},v0={Hex(signature)}",
        },
        new() { Name = "a different header", Causes = ["header.other-name"], HeaderName = "X-My-Signature" },
    ];

    private static SpoiledSignature Algorithm(string name, string cause, Func<byte[], byte[], byte[]> algorithm, Func<byte[], string>? write = null) =>
        new() { Name = "algorithm: " + name, Causes = [cause], Algorithm = algorithm, Write = write };

    private static SpoiledSignature Written(string name, string cause, Func<byte[], string> write) =>
        new() { Name = "written: " + name, Causes = [cause], Write = write };

    private static SpoiledSignature Shopify(string name, string cause, Func<byte[], string> write) =>
        Written(name, cause, write) with { Scheme = "Shopify" };
}
