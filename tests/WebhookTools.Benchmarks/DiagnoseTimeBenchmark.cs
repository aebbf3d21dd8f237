using System.Diagnostics;
using System.Globalization;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Benchmarks;

/// <summary>
/// <c>diagnose-time [SCHEME…]</c>: the duration of a diagnosis in the worst case, for every scheme. The signature was made with
/// another secret, so every change is tried, alone and in pairs.
/// </summary>
internal static class DiagnoseTimeBenchmark
{
    private static readonly (int Length, int Runs)[] Sizes = [(10_000, 15), (1_000_000, 3)];

    public static async Task<int> RunAsync(string[] arguments)
    {
        await Console.Out.WriteLineAsync("ms per diagnosis without a cause (median, maximum), and the number of combinations tried");
        foreach (SignatureScheme scheme in SignatureSchemes.All.Where(scheme => arguments.Length == 0 || arguments.Contains(scheme.Name, StringComparer.OrdinalIgnoreCase)))
        {
            foreach ((int length, int runs) in Sizes)
            {
                await MeasureAsync(scheme, length, runs);
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(SignatureScheme scheme, int length, int runs)
    {
        (SignatureRequest request, SignatureHeaders headers) = CreateRequest(scheme, length);
        WebhookSecret[] secrets = [scheme.NewSecret(SystemRandomSource.Instance)];
        var options = new DiagnosisOptions { Scheme = scheme };
        double[] times = new double[runs];
        SignatureDiagnosis? diagnosis = null;
        for (int run = -1; run < runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            diagnosis = SignatureDiagnoser.Diagnose(request, headers, secrets, options, TimeProvider.System);
            if (run >= 0)
            {
                times[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(times);
        double median = times[runs / 2];
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{scheme.Name,-24} {length,9} bytes  {median,7:F1} {times[^1],7:F1}  {diagnosis!.Tried.Combinations,6}{(diagnosis.Tried.IsCutShort ? "  time limit reached" : string.Empty)}{(diagnosis.Causes.Count > 0 ? "  " + diagnosis.Causes[0].Id : string.Empty)}"));
    }

    private static (SignatureRequest Request, SignatureHeaders Headers) CreateRequest(SignatureScheme scheme, int length)
    {
        var request = new SignatureRequest
        {
            Body = WebhookBody.FromBytes(scheme.Name is "Twilio" or "Mandrill" ? CreateForm(length) : CreateJson(length)),
            Id = "msg_2024",
            Uri = new Uri("https://hooks.example.com/in?source=tests"),
            Event = "job.completed",
        };
        SignatureResult signed = scheme.Sign(request, [scheme.NewSecret(SystemRandomSource.Instance)], SignatureOptions.Default, TimeProvider.System, SystemRandomSource.Instance);
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in signed.Headers)
        {
            headers.Add(name, value);
        }

        return (request with { Body = signed.Body ?? request.Body, Uri = signed.Uri ?? request.Uri }, headers);
    }

    private static byte[] CreateJson(int length)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"webhookTimestamp\": {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()},\n  \"items\": [");
        for (int index = 0; text.Length < length; index++)
        {
            text.Append(index == 0 ? "\n" : ",\n").Append(CultureInfo.InvariantCulture, $"    {{\n      \"name\": \"caf\u00e9 <{index}>\",\n      \"url\": \"https://example.com/{index}\",\n      \"value\": {index}.50,\n      \"active\": true\n    }}");
        }

        return Encoding.UTF8.GetBytes(text.Append("\n  ]\n}\n").ToString());
    }

    private static byte[] CreateForm(int length)
    {
        var text = new StringBuilder("From=%2B49123&Body=it%20is+up");
        for (int index = 0; text.Length < length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"&field{index}=caf%C3%A9+{index}");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
