using System.Globalization;
using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Protocols;

public sealed class GenericProtocolTests
{
    [Theory]
    [InlineData("/hook")]
    [InlineData("/hook/")]
    [InlineData("/hooks/ci")]
    [InlineData("/my/own/path")]
    public async Task Any_json_is_accepted_on_its_paths_and_answered_with_its_id(string path)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Paths = ["/my/own/path"] });

        HttpResponseMessage response = await listener.PostAsync(path, """{"a":[1,null,"x"]}""");

        await ResponseAssert.EqualAsync(response, 200, """{"status":"accepted","id":"id000001"}""");
        Assert.Equal("id000001", listener.Journal.Single.Id);
        Assert.Equal(path, listener.Journal.Single.Path);
        Assert.Equal("""{"a":[1,null,"x"]}""", Encoding.UTF8.GetString(listener.Journal.Single.Body.Span));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData(" {} ")]
    [InlineData("{\"a\":\"\\u0000\"}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    public async Task Every_json_value_is_one_alert(string body)
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.PostAsync("/hook", body);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Null(Assert.Single(listener.Journal.Single.Alerts).Name);
    }

    [Fact]
    public async Task Members_that_senders_commonly_use_are_shown()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/hook", """{"title":"second","name":"disk","x":{"name":"inner","status":"inner"},"state":"warn","level":3,"message":"full"}""");

        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal("disk", alert.Name);
        Assert.Equal("warn", alert.Status);
        Assert.Equal("3", alert.Severity);
        Assert.Equal("full", alert.Summary);
        Assert.Null(alert.Fingerprint);
    }

    [Fact]
    public async Task Member_names_are_case_insensitive()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/hook", """{"Name":"pwsh","Status":"Running"}""");

        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal(("pwsh", "Running"), (alert.Name, alert.Status));
    }

    [Fact]
    public async Task Each_object_of_an_array_is_an_alert()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/hook", """[{"name":"a"},{"name":"b","items":[{"name":"inner"}]}]""");

        Assert.Equal(["a", "b"], listener.Journal.Single.Alerts.Select(alert => alert.Name!), StringComparer.Ordinal);
        Assert.Equal(["id000001.0", "id000001.1"], listener.Journal.Single.Alerts.Select(alert => alert.Id), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_long_array_is_one_alert()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/hook", "[" + string.Join(',', Enumerable.Repeat("{\"name\":\"a\"}", 257)) + "]");

        Assert.Null(Assert.Single(listener.Journal.Single.Alerts).Name);
    }

    [Theory]
    [InlineData("", "The body is empty. JSON was expected.")]
    [InlineData("{", "The body is not valid JSON: line 1, byte 2.")]
    [InlineData("{} {}", "The body is not valid JSON: line 1, byte 4.")]
    [InlineData("a=b", "The body is not valid JSON: line 1, byte 1.")]
    [InlineData("{\"a\":1,}", "The body is not valid JSON: line 1, byte 8.")]
    [InlineData("// x\n1", "The body is not valid JSON: line 1, byte 1.")]
    [InlineData("{\"a\":\"\0\"}", "The body is not valid JSON: line 1, byte 7.")]
    public async Task Invalid_JSON_is_rejected_with_the_position(string body, string detail)
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", body), 400, $$"""{"detail":"{{detail}}"}""");

        Assert.Empty(listener.Journal.Entries);
    }

    [Fact]
    public async Task Invalid_UTF8_is_rejected()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", [0x22, 0xFF, 0xFE, 0x22]), 400, """{"detail":"The body is not valid UTF-8."}""");
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(10_000, false)]
    public async Task Json_may_be_64_levels_deep(int depth, bool isAccepted)
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.PostAsync("/hook", new string('[', depth) + new string(']', depth));

        Assert.Equal(isAccepted, response.IsSuccessStatusCode);
        if (!isAccepted)
        {
            await ResponseAssert.EqualAsync(response, 400, """{"detail":"The body is nested more than 64 levels deep."}""");
        }
    }

    [Fact]
    public async Task A_byte_order_mark_is_not_part_of_the_JSON_but_kept_in_the_received_bytes()
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.PostAsync("/hook", [0xEF, 0xBB, 0xBF, (byte)'1']);

        Assert.True(response.IsSuccessStatusCode);
        Assert.True(listener.Journal.Single.IsJson);
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'1'], listener.Journal.Single.Body.ToArray());
    }

    [Fact]
    public async Task The_content_type_does_not_matter()
    {
        await using TestListener listener = await TestListener.StartAsync();

        foreach (string type in new[] { "text/plain", "application/x-www-form-urlencoded", "nonsense" })
        {
            using var content = new StringContent("{}");
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using HttpResponseMessage response = await listener.Client.PostAsync("/hook", content, TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, type);
        }

        Assert.Equal(3, listener.Journal.Entries.Count);
    }

    [Fact]
    public async Task The_same_webhook_twice_is_two_webhooks()
    {
        await using TestListener listener = await TestListener.StartAsync();

        for (int index = 0; index < 2; index++)
        {
            await ResponseAssert.EqualAsync(
                await listener.PostAsync("/hook", """{"name":"a","status":"b"}"""),
                200,
                string.Create(CultureInfo.InvariantCulture, $$"""{"status":"accepted","id":"id{{index + 1:D6}}"}"""));
        }

        Assert.Equal(2, listener.Journal.Entries.Count);
        Assert.Equal(0, listener.Listener.Statistics.Duplicates);
    }
}
