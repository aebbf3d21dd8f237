using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Benchmarks.Bare;

/// <summary>Signs standard input: the lower bound for the cold start of a native program that signs.</summary>
internal static class BareSigner
{
    public static void Run(string secret)
    {
        using Stream input = Console.OpenStandardInput();
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), input);
        Console.Out.WriteLine("X-Hub-Signature-256: sha256=" + Convert.ToHexStringLower(signature));
    }
}
