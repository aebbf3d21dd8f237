using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Benchmarks;

/// <summary>
/// <c>compare-time</c>: whether the duration of a verification reveals the position of the first wrong byte of a signature.
/// The positions take turns, so that other load on the machine affects all of them equally. For each position the median is
/// printed, and as noise the difference between the medians of the first and second half of the rounds. A difference between
/// positions that does not exceed the noise reveals nothing. A comparison that stops at the first wrong byte is measured in
/// the same way, to prove that the method would detect a leak.
/// </summary>
internal static class CompareTimeBenchmark
{
    private const int Rounds = 400;
    private static readonly WebhookBody Body = WebhookBody.FromText("{}");
    private static readonly string[] Schemes = ["GitHub", "Shopify", "StandardWebhooks", "Stripe", "Slack"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        await Console.Out.WriteLineAsync("ns per comparison by position of the first wrong byte (medians), and noise");
        await MeasureAsync("early exit (64 bytes)", ArrayComparison(static (left, right) => StopsAtFirstDifference(left, right)), [0, 16, 32, 63], 2000);
        await MeasureAsync("FixedTimeEquals (64 bytes)", ArrayComparison(static (left, right) => CryptographicOperations.FixedTimeEquals(left, right)), [0, 16, 32, 63], 2000);
        foreach (string scheme in Schemes)
        {
            await MeasureAsync(scheme, Verification(SignatureSchemes.Get(scheme)), [0, 8, 16, 31], 100);
        }

        return 0;
    }

    private static async Task MeasureAsync(string name, Func<int, Action> create, int[] positions, int batch)
    {
        Action[] actions = [.. positions.Select(create)];
        double[][] times = [.. positions.Select(_ => new double[Rounds])];
        for (int round = -20; round < Rounds; round++)
        {
            for (int turn = 0; turn < positions.Length; turn++)
            {
                int position = (turn + Math.Max(round, 0)) % positions.Length;
                long start = Stopwatch.GetTimestamp();
                for (int count = 0; count < batch; count++)
                {
                    actions[position]();
                }

                if (round >= 0)
                {
                    times[position][round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / batch;
                }
            }
        }

        double noise = times.Max(position => Math.Abs(Median(position[..(Rounds / 2)]) - Median(position[(Rounds / 2)..])));
        string medians = string.Join("  ", positions.Select((position, index) => string.Create(CultureInfo.InvariantCulture, $"{position,2}: {Median(times[index]),8:F1}")));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-30} {medians}  noise {noise:F1}"));
    }

    private static Func<int, Action> ArrayComparison(Func<byte[], byte[], bool> compare) => position =>
    {
        byte[] right = new byte[64];
        byte[] wrong = new byte[64];
        wrong[position] = 1;
        return () => compare(right, wrong);
    };

    private static bool StopsAtFirstDifference(byte[] left, byte[] right)
    {
        for (int index = 0; index < left.Length; index++)
        {
            if (left[index] != right[index])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Creates a verification of a 32-byte signature whose first wrong byte is at a position.</summary>
    private static Func<int, Action> Verification(SignatureScheme scheme) => position =>
    {
        WebhookSecret[] secrets = [WebhookSecret.FromText("whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes("a secret of thirty-two bytes len")))];
        var request = new SignatureRequest { Body = Body };
        SignatureResult signed = scheme.Sign(request, secrets, SignatureOptions.Default, TimeProvider.System, SystemRandomSource.Instance);
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in signed.Headers)
        {
            headers.Add(name, string.Equals(value, signed.Value, StringComparison.Ordinal) ? Corrupt(value, position) : value);
        }

        return () =>
        {
            if (scheme.Verify(request, headers, secrets, SignatureOptions.Default, TimeProvider.System).Verdict != SignatureVerdict.Invalid)
            {
                throw new InvalidOperationException("The corrupted signature was not rejected as invalid.");
            }
        };
    };

    private static double Median(double[] times)
    {
        double[] sorted = [.. times.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Changes one byte of the 32-byte signature at the end of the value, in hexadecimal or base64.</summary>
    private static string Corrupt(string value, int position)
    {
        const int HexLength = 64;
        const int Base64Length = 44;
        bool isHex = value.Length >= HexLength && value[^HexLength..].All(char.IsAsciiHexDigitLower);
        string written = isHex ? value[^HexLength..] : value[^Base64Length..];
        byte[] signature = isHex ? Convert.FromHexString(written) : Convert.FromBase64String(written);
        signature[position] ^= 1;
        return value[..^written.Length] + (isHex ? Convert.ToHexStringLower(signature) : Convert.ToBase64String(signature));
    }
}
