using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Benchmarks;

/// <summary>
/// Whether the time of a verification tells where the first wrong byte of a signature is. Rounds of all places are taken in
/// turn, so that what else the machine does falls on all alike; the median of each place is printed, and beside it how far
/// the first half of its rounds is from the second: a difference between places that is not larger than that is noise.
/// A comparison that stops at the first wrong byte is measured in the same way, to show that it would be seen.
/// </summary>
internal static class CompareTimeBenchmark
{
    private const int Rounds = 400;
    private static readonly WebhookBody Body = WebhookBody.FromText("{}");
    private static readonly string[] Schemes = ["GitHub", "Shopify", "StandardWebhooks", "Stripe", "Slack"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        await Console.Out.WriteLineAsync("ns per comparison by the place of the first wrong byte (medians), and the noise of one place");
        await MeasureAsync("stops at the first (64 bytes)", ArrayComparison(static (left, right) => StopsAtTheFirst(left, right)), [0, 16, 32, 63], 2000);
        await MeasureAsync("FixedTimeEquals (64 bytes)", ArrayComparison(static (left, right) => CryptographicOperations.FixedTimeEquals(left, right)), [0, 16, 32, 63], 2000);
        foreach (string scheme in Schemes)
        {
            await MeasureAsync(scheme, Verification(SignatureSchemes.Get(scheme)), [0, 8, 16, 31], 100);
        }

        return 0;
    }

    private static async Task MeasureAsync(string name, Func<int, Action> make, int[] places, int batch)
    {
        Action[] actions = [.. places.Select(make)];
        double[][] times = [.. places.Select(_ => new double[Rounds])];
        for (int round = -20; round < Rounds; round++)
        {
            for (int turn = 0; turn < places.Length; turn++)
            {
                int place = (turn + Math.Max(round, 0)) % places.Length;
                long began = Stopwatch.GetTimestamp();
                for (int count = 0; count < batch; count++)
                {
                    actions[place]();
                }

                if (round >= 0)
                {
                    times[place][round] = Stopwatch.GetElapsedTime(began).TotalNanoseconds / batch;
                }
            }
        }

        double noise = times.Max(place => Math.Abs(Median(place[..(Rounds / 2)]) - Median(place[(Rounds / 2)..])));
        string medians = string.Join("  ", places.Select((place, index) => string.Create(CultureInfo.InvariantCulture, $"{place,2}: {Median(times[index]),8:F1}")));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-30} {medians}  noise {noise:F1}"));
    }

    private static Func<int, Action> ArrayComparison(Func<byte[], byte[], bool> compare) => place =>
    {
        byte[] right = new byte[64];
        byte[] wrong = new byte[64];
        wrong[place] = 1;
        return () => compare(right, wrong);
    };

    private static bool StopsAtTheFirst(byte[] left, byte[] right)
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

    /// <summary>A whole verification of a signature of 32 bytes that is right up to a place, and wrong there.</summary>
    private static Func<int, Action> Verification(SignatureScheme scheme) => place =>
    {
        WebhookSecret[] secrets = [WebhookSecret.FromText("whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes("a secret of thirty-two bytes len")))];
        var request = new SignatureRequest { Body = Body };
        SignatureResult signed = scheme.Sign(request, secrets, SignatureOptions.Default, TimeProvider.System, SystemRandomSource.Instance);
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in signed.Headers)
        {
            headers.Add(name, string.Equals(value, signed.Value, StringComparison.Ordinal) ? Spoil(value, place) : value);
        }

        return () =>
        {
            if (scheme.Verify(request, headers, secrets, SignatureOptions.Default, TimeProvider.System).Verdict != SignatureVerdict.Invalid)
            {
                throw new InvalidOperationException("The spoiled signature was not refused as invalid.");
            }
        };
    };

    private static double Median(double[] times)
    {
        double[] sorted = [.. times.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Changes one byte of a signature of 32 bytes, which stands at the end of the value, in hexadecimal or base64.</summary>
    private static string Spoil(string value, int place)
    {
        const int HexLength = 64;
        const int Base64Length = 44;
        bool isHex = value.Length >= HexLength && value[^HexLength..].All(char.IsAsciiHexDigitLower);
        string written = isHex ? value[^HexLength..] : value[^Base64Length..];
        byte[] signature = isHex ? Convert.FromHexString(written) : Convert.FromBase64String(written);
        signature[place] ^= 1;
        return value[..^written.Length] + (isHex ? Convert.ToHexStringLower(signature) : Convert.ToBase64String(signature));
    }
}
