using System.Text;
using WebhookTools.Listener.Tests.Overload;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Attacks;

/// <summary>Senders that make a listener keep as much as possible beyond their requests. See <see cref="Siege"/>, which measures its memory.</summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class KeptMemoryTests(ITestOutputHelper output)
{
    private const int AtOnce = 2;

    [Fact]
    public Task An_alert_with_ever_new_statuses_of_a_megabyte() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 200;
        string padding = new('x', 1_000_000);
        string outcomes = await Attacker.CountAsync(Count, AtOnce, number => PostAsync(siege, $$"""{"alerts":[{"labels":{"alertname":"A"},"fingerprint":"f","status":"{{number}}{{padding}}"}]}"""));
        Assert.Equal($"{Count} × 200", outcomes);
        return $"{Count} alerts with a status of a megabyte: {outcomes}.";
    });

    [Fact]
    public Task Alerts_with_the_longest_labels_that_reports_keep() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 400;
        const int AlertsInBody = 5;
        string members = string.Join(',', Enumerable.Range(0, 30).Select(number => $"\"{number}{new string('n', 400)}\":\"{new string('v', 500)}\""));
        string outcomes = await Attacker.CountAsync(Count, AtOnce, number => PostAsync(siege, "{\"alerts\":[" + string.Join(',', Enumerable.Range(0, AlertsInBody).Select(index =>
            $$$"""{"labels":{"alertname":"A",{{{members}}}},"annotations":{{{{members}}}},"fingerprint":"{{{number}}}.{{{index}}}","status":"firing"}""")) + "]}"));
        Assert.Equal($"{Count} × 200", outcomes);
        return $"{Count * AlertsInBody} alerts with 27 kB of labels and as many of annotations: {outcomes}.";
    });

    [Fact]
    public Task Webhooks_with_long_headers_that_wait_for_a_slow_program()
    {
        const int Count = 3000;
        return Siege.EndureAsync(
            output,
            async siege =>
            {
                string headers = $"X-Long: {new string('h', 28_000)}\r\n";
                string outcomes = await Attacker.CountAsync(Count, AtOnce, _ => Attacker.SendAsync(siege.Uri, Attacker.Post("/hook", "{}"u8, headers)));
                Assert.Equal($"{Count} × 200", outcomes);
                return $"{Count} webhooks with 28 kB of headers behind a program that does not end: {outcomes}.";
            },
            "--exec",
            "sleep",
            "--exec-arg",
            "20");
    }

    private static Task<int> PostAsync(Siege siege, string body) => Attacker.SendAsync(siege.Uri, Attacker.Post("/webhook", Encoding.UTF8.GetBytes(body)));
}
