using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Benchmarks;

/// <summary><c>bare-sign SECRET</c>: signs standard input, and does nothing else. What a cold start costs before anything of ours begins.</summary>
internal static class BareSigner
{
    public const string Verb = "bare-sign";

    public static async Task<int> RunAsync(string[] arguments)
    {
        await using Stream input = Console.OpenStandardInput();
        byte[] signature = await HMACSHA256.HashDataAsync(Encoding.UTF8.GetBytes(arguments[0]), input);
        await Console.Out.WriteLineAsync("X-Hub-Signature-256: sha256=" + Convert.ToHexStringLower(signature));
        return 0;
    }
}
