using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Benchmarks;

/// <summary><c>bare-sign SECRET</c>: signs standard input, and does nothing else. What a cold start costs before anything of ours begins.</summary>
internal static class BareSigner
{
    public const string Verb = "bare-sign";

    public static Task<int> RunAsync(string[] arguments)
    {
        using Stream input = Console.OpenStandardInput();
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(arguments[0]), input);
        Console.Out.WriteLine("X-Hub-Signature-256: sha256=" + Convert.ToHexStringLower(signature));
        return Task.FromResult(0);
    }
}
