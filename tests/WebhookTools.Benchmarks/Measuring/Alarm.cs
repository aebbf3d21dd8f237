using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>The 270-byte alarm of Monasca's guide, and its signature.</summary>
internal static class Alarm
{
    public const string Secret = "a-secret-for-benchmarks";

    public static string File { get; } = Workbench.Sample("monasca.json");

    public static string Signature { get; } = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Bytes()));

    public static byte[] Bytes() => System.IO.File.ReadAllBytes(File);
}
