using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Protocols;

public sealed class MonascaProtocolTests
{
    private const string Alarm = """
        {"alarm_id":"a1","alarm_definition_id":"d1","alarm_name":"cpu","alarm_description":"too high","alarm_timestamp":1444064341,
        "state":"ALARM","old_state":"OK","message":"Thresholds were exceeded","tenant_id":"t1","severity":"HIGH",
        "metrics":[{"id":"m1","name":"cpu.idle_perc","dimensions":{"hostname":"n1","service":"monitoring"}},
                   {"id":"m2","name":"cpu.user_perc","dimensions":{"hostname":"n2","device":"cpu0"}}]}
        """;

    [Fact]
    public async Task The_log_receiver_responds_with_the_text_ok()
    {
        await using TestListener listener = await TestListener.StartAsync();

        HttpResponseMessage response = await listener.PostAsync("/", Alarm);

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        await ResponseAssert.EqualAsync(response, 200, "OK");
    }

    [Fact]
    public async Task The_openstack_receiver_responds_with_JSON_and_reports_its_state()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/openstack/alerts", Alarm), 200, """{"message":"Monasca Hook received!"}""");
        await ResponseAssert.EqualAsync(await listener.GetAsync("/"), 200, "Hooks listener running");
    }

    [Fact]
    public async Task An_alarm_becomes_an_alert()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/", Alarm);

        JournalEntry entry = listener.Journal.Single;
        Assert.Equal("monasca", entry.Protocol);
        WebhookAlert alert = Assert.Single(entry.Alerts);
        Assert.Equal("cpu", alert.Name);
        Assert.Equal("ALARM", alert.Status);
        Assert.Equal("HIGH", alert.Severity);
        Assert.Equal("a1", alert.Fingerprint);
        Assert.Equal("Thresholds were exceeded", alert.Summary);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1444064341), alert.StartsAt);
        Assert.Equal("n1", alert.Labels["hostname"]);
        Assert.Equal("cpu0", alert.Labels["device"]);
        Assert.Equal("too high", alert.Annotations["alarm_description"]);
    }

    [Fact]
    public async Task The_documented_example_with_text_for_metrics_and_time_is_accepted()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/", Samples.Bytes("monasca.json")), 200, "OK");

        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal("fire alarm", alert.Name);
        Assert.Equal("Critical", alert.Status);
        Assert.Null(alert.StartsAt);
        Assert.Empty(alert.Labels);
    }

    [Fact]
    public async Task A_time_as_a_string_of_digits_is_parsed()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/", """{"alarm_id":"a","state":"OK","alarm_timestamp":"1444064341"}""");

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1444064341), Assert.Single(listener.Journal.Single.Alerts).StartsAt);
    }

    [Theory]
    [InlineData("[]", "The body is not a JSON object.")]
    [InlineData("", "The body is empty. JSON was expected.")]
    [InlineData("{\"a\":1,\n}", "The body is not valid JSON: line 2, byte 1.")]
    [InlineData("""{"alarm_name":"\udc00"}""", "The body contains a lone surrogate, which is not valid text.")]
    public async Task A_body_that_is_not_an_alarm_is_rejected(string body, string detail)
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/openstack/alerts", Encoding.UTF8.GetBytes(body)), 400, $$"""{"detail":"{{detail}}"}""");

        Assert.Empty(listener.Journal.Entries);
    }
}
