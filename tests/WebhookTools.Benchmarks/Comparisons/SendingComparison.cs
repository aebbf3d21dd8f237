using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>The time that a script takes to post many signed objects.</summary>
internal sealed class SendingComparison(bool isTls) : Comparison
{
    private const string Loop = "Invoke-RestMethod loop";
    private const string SessionLoop = "Invoke-RestMethod loop with -WebSession";
    private const string OneByOne = "Send-Webhook";
    private const string Concurrent = "Send-Webhook -ThrottleLimit 16";
    private const string Client = "C# HttpClient, one at a time: only posts";
    private const string ConcurrentClient = "C# HttpClient, 16 at once: only posts";

    private static readonly Figure Seconds = new("seconds", "N2");
    private static readonly Figure PerSecond = new("objects/s", "N0");

    public override string Name => isTls ? "sending" : "sending-http";

    public override string Title => isTls ? "Sending signed objects from a script over TLS" : "Sending signed objects from a script over plain HTTP";

    public override IReadOnlyList<string> Tools => [];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        int count = bench.Pick(10_000, 300);
        int runs = bench.Pick(3, 1);
        string certificate = Path.Combine(bench.NewFolder(Name), "certificate.pem");
        await WriteCertificateAsync(certificate, bench.Cancellation);
        await using var receivers = new ReceiverSet();
        Receiver receiver = isTls
            ? await receivers.StartAsync("bare", bench, port => new Command(bench.BareServer, "server", port, certificate), "https://127.0.0.1:PORT/", tally: null)
            : await receivers.StartAsync("bare", bench, port => new Command(bench.BareServer, "server", port), "http://127.0.0.1:PORT/", tally: null);
        var results = new Results();
        (string Name, Command Command)[] contestants =
        [
            (Loop, Script("Loop")),
            (SessionLoop, Script("SessionLoop")),
            (OneByOne, Script("Send")),
            (Concurrent, Script("SendConcurrently")),
            (Client, Workbench.Benchmark(HttpClientSender.Name, receiver.Uri, Text(count), "1", certificate)),
            (ConcurrentClient, Workbench.Benchmark(HttpClientSender.Name, receiver.Uri, Text(count), "16", certificate)),
        ];
        await bench.TakeTurnsAsync(runs, [.. contestants.Select(contestant => (contestant.Name, (Func<Task>)(() => SendAsync(contestant.Name, contestant.Command))))]);
        await CheckArrivalsAsync(receiver.Uri, certificate, contestants.Length * (long)runs * (count + 1), bench.Cancellation);
        return new Section
        {
            Notes =
            [
                FormattableString.Invariant($"{count:N0} objects with the members of an alarm, piped to the bare Kestrel, which counted that all of them arrived. Each run is a new process that has sent one object before. The loops compute the HMAC themselves, as scripts do (tests/WebhookTools.Benchmarks/peers/send.ps1). The C# program posts one body that was signed in advance. It converts no object, signs nothing and runs no pipeline."),
            ],
            Commands = [bench.Show(receiver.Command), bench.Show(Script("Send")), bench.Show(contestants[^1].Command)],
            Results = results,
            Bars = isTls
                ?
                [
                    Faster("`Send-Webhook`, one at a time : `Invoke-RestMethod` loop", OneByOne, Loop, 15),
                    Faster("`Send-Webhook -ThrottleLimit 16` : `Invoke-RestMethod` loop", Concurrent, Loop, 30),
                    Faster("`Send-Webhook`, one at a time : loop with `-WebSession`", OneByOne, SessionLoop, 4),
                    Faster("`Send-Webhook -ThrottleLimit 16` : loop with `-WebSession`", Concurrent, SessionLoop, 9),
                ]
                : [],
        };

        Command Script(string contestant) => Workbench.Pwsh(
            "-File", Workbench.Peer("send.ps1"), "-Contestant", contestant, "-Module", bench.Module, "-Uri", receiver.Uri, "-Secret", Alarm.Secret, "-Count", Text(count));

        async Task SendAsync(string contestant, Command command)
        {
            double seconds = double.Parse((await command.ReadAsync(bench.Cancellation)).Trim(), CultureInfo.InvariantCulture);
            results.Add(contestant, Seconds, seconds);
            results.Add(contestant, PerSecond, count / seconds);
        }

        Bar Faster(string what, string contestant, string other, double required) => Bar.AtLeast(what, results.Ratio(contestant, other, PerSecond), required, "0.0 ×");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task WriteCertificateAsync(string path, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", cancellationToken);
    }

    private static async Task CheckArrivalsAsync(string uri, string certificate, long expected, CancellationToken cancellationToken)
    {
        using HttpClient client = HttpClientSender.CreateClient(certificate);
        long arrived = long.Parse(await client.GetStringAsync(uri, cancellationToken), CultureInfo.InvariantCulture);
        if (arrived != expected)
        {
            throw new InvalidOperationException($"{arrived} requests arrived, not {expected}.");
        }
    }
}
