using System.Text;
using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Protocols.Pelorus;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Protocols;

public sealed class PelorusProtocolTests
{
    private const string Accepted = """{"http_response":"Webhook Received","http_response_code":200}""";
    private const string Image = "sha256:af4092ccbfa99a3ec1ea93058fe39b8ddfd8db1c7a18081db397c50a0b8ec77d";
    private const string AnySignature = "sha256=0000000000000000000000000000000000000000000000000000000000000000";
    private static readonly long Now = TestListener.Start.ToUnixTimeSeconds();

    [Theory]
    [InlineData("/pelorus/webhook", "Pelorus-Webhook/test")]
    [InlineData("/webhook/pelorus", "PELORUS-webhook/1")]
    public async Task The_documented_committime_is_accepted_on_both_paths(string path, string agent)
    {
        await using TestListener listener = await TestListener.StartAsync();

        HttpResponseMessage response = await listener.PostAsync(path, Samples.Text("pelorus-committime.json"), ("User-Agent", agent), ("X-Pelorus-Event", "committime"));

        await ResponseAssert.EqualAsync(response, 202, Accepted);
        Assert.Equal("committime", listener.Journal.Single.Event);
        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal("mongo-todolist", alert.Name);
        Assert.Equal("5379bad65a3f83853a75aabec9e0e43c75fd18fc", alert.Labels["commit_hash"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1678105701), alert.StartsAt);
    }

    [Theory]
    [InlineData("deploytime", "pelorus-deploytime.json", 1678106205)]
    [InlineData("failure", "pelorus-failure.json", 1678181704)]
    public async Task The_other_documented_examples_are_accepted_for_30_minutes(string name, string sample, long timestamp)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { DeduplicationWindow = TimeSpan.Zero });

        listener.Clock.Set(DateTimeOffset.FromUnixTimeSeconds(timestamp).AddMinutes(30));
        await ResponseAssert.EqualAsync(await PostAsync(listener, name, Samples.Text(sample)), 202, Accepted);
        listener.Clock.Advance(TimeSpan.FromSeconds(1));
        await ResponseAssert.EqualAsync(await PostAsync(listener, name, Samples.Text(sample)), 422, """{"detail":"Invalid payload: Timestamp cannot be older than 30 minutes: timestamp"}""");
    }

    [Fact]
    public async Task Future_times_and_times_as_strings_of_digits_are_accepted()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await PostAsync(listener, "deploytime", Deployment($"\"{Now + 100_000}\"")), 202, Accepted);
    }

    [Fact]
    public async Task A_ping_is_answered_after_its_signature_is_verified()
    {
        await using TestListener open = await TestListener.StartAsync();
        await ResponseAssert.EqualAsync(await PostAsync(open, "ping", "{}"), 200, """{"detail":"pong"}""");
        Assert.Equal("ping", open.Journal.Single.Event);

        await using TestListener signed = await TestListener.StartAsync(options => Signed(options, "s"));
        await ResponseAssert.EqualAsync(await PostAsync(signed, "ping", "{}"), 400, """{"detail":"Non existing signature."}""");
    }

    [Fact]
    public async Task Both_documented_ways_of_signing_and_sending_verify()
    {
        JsonElement vector = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "data", "vectors", "pelorus.json"), TestContext.Current.CancellationToken));
        string body = vector.GetProperty("body").GetString()!;
        foreach (string scheme in new[] { "Pelorus", "GitHub" })
        {
            await using TestListener listener = await TestListener.StartAsync(options => Signed(options, vector.GetProperty("secret").GetString()!) with { Scheme = SignatureSchemes.Get(scheme) });
            foreach (JsonProperty value in vector.GetProperty("values").EnumerateObject())
            {
                foreach (string sent in new[] { body, body.Replace("\n", string.Empty, StringComparison.Ordinal) })
                {
                    await ResponseAssert.EqualAsync(await PostAsync(listener, "committime", sent, ("X-Hub-Signature-256", value.Value.GetString()!)), 202, Accepted);
                }
            }

            Assert.Equal(4, listener.Journal.Entries.Count);
            Assert.All(listener.Journal.Entries, entry => Assert.Equal("verified", entry.Signature));
        }
    }

    [Fact]
    public async Task A_member_that_was_not_signed_is_rejected()
    {
        WebhookSecret secret = WebhookSecret.FromText("the secret");
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = SignatureSchemes.Get("Pelorus"), Secrets = [secret] });
        string signature = Sign(secret, """{"app": "a"}""");

        await ResponseAssert.EqualAsync(await PostAsync(listener, "ping", """{"app":"a"}""", ("X-Hub-Signature-256", signature)), 200, """{"detail":"pong"}""");
        await ResponseAssert.EqualAsync(await PostAsync(listener, "ping", """{"app":"forged","app":"a"}""", ("X-Hub-Signature-256", signature)), 400, """{"detail":"Invalid signature."}""");

        static string Sign(WebhookSecret secret, string body) =>
            "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(secret.RevealBytes(), Encoding.UTF8.GetBytes(body)));
    }

    /// <summary>Each request also has all errors that come later in Pelorus' order. Only the first error is reported.</summary>
    [Fact]
    public async Task Errors_are_reported_in_the_order_of_Pelorus()
    {
        await using TestListener listener = await TestListener.StartAsync(options => Signed(options, "s"));
        string tooLong = "{\"x\":\"" + new string('x', 100_000) + "\"}";
        (string, string) agent = ("User-Agent", "Pelorus-Webhook/test");

        await ExpectAsync(listener.PostAsync("/pelorus/webhook", new string('x', 100_001)), 422, "Invalid payload: value is not a valid dict: body");
        await ExpectAsync(listener.PostAsync("/pelorus/webhook", "[]"), 422, "Invalid payload: value is not a valid dict: body");
        await ExpectAsync(listener.PostAsync("/pelorus/webhook", tooLong), 413, "Content length too big.");
        await ExpectAsync(listener.PostAsync("/pelorus/webhook", "{}"), 412, "Unsupported request.");
        await ExpectAsync(listener.PostAsync("/pelorus/webhook", "{}", ("User-Agent", "curl/Pelorus-Webhook/")), 412, "Unsupported request.");
        await ExpectAsync(listener.PostAsync("/pelorus/webhook", "{}", agent), 400, "Improper headers.");
        await ExpectAsync(listener.PostAsync("/pelorus/webhook", "{}", agent, ("X-Pelorus-Event", "smoke")), 400, "Improper headers.");
        await ExpectAsync(PostAsync(listener, "failure", "{}", ("X-Hub-Signature-256", "sha1=00")), 400, "Improper headers.");
        await ExpectAsync(PostAsync(listener, "failure", "{}", ("X-Hub-Signature-256", AnySignature + "0")), 400, "Improper headers.");
        await ExpectAsync(PostAsync(listener, "failure", "{}", ("X-Hub-Signature-256", AnySignature[..^1] + "g")), 400, "Improper headers.");
        await ExpectAsync(PostAsync(listener, "failure", "{}"), 400, "Non existing signature.");
        await ExpectAsync(PostAsync(listener, "failure", "{}", ("X-Hub-Signature-256", AnySignature)), 400, "Invalid signature.");
        Assert.Empty(listener.Journal.Entries);
    }

    [Theory]
    [InlineData("committime", "{}", "field required: app")]
    [InlineData("committime", """{"app":null}""", "none is not an allowed value: app")]
    [InlineData("committime", """{"app":{}}""", "str type expected: app")]
    [InlineData("committime", """{"app":"LONG"}""", "ensure this value has at most 200 characters: app")]
    [InlineData("committime", """{"app":"a"}""", "field required: timestamp")]
    [InlineData("committime", """{"app":"a","timestamp":"soon"}""", "value is not a valid integer: timestamp")]
    [InlineData("committime", """{"app":"a","timestamp":1262307660}""", "ensure this value is greater than or equal to 1262307661: timestamp")]
    [InlineData("committime", """{"app":"a","timestamp":2840144462}""", "ensure this value is less than or equal to 2840144461: timestamp")]
    [InlineData("committime", """{"app":"a","timestamp":1e300}""", "value is not a valid integer: timestamp")]
    [InlineData("committime", """{"app":"a","timestamp":1678105701}""", "field required: image_sha")]
    [InlineData("committime", """{"app":"a","timestamp":1678105701,"image_sha":"sha256:AF"}""", """string does not match regex \"^sha256:[a-f0-9]{64}$\": image_sha""")]
    [InlineData("committime", """{"app":"a","timestamp":1678105701,"image_sha":"IMAGE"}""", "field required: namespace")]
    [InlineData("committime", """{"app":"a","timestamp":1678105701,"image_sha":"IMAGE","namespace":"LONG"}""", "ensure this value has at most 63 characters: namespace")]
    [InlineData("committime", """{"app":"a","timestamp":1678105701,"image_sha":"IMAGE","namespace":"n"}""", "field required: commit_hash")]
    [InlineData("committime", """{"app":"a","timestamp":1678105701,"image_sha":"IMAGE","namespace":"n","commit_hash":"123456"}""", "ensure this value has at least 7 characters: commit_hash")]
    [InlineData("committime", """{"app":"a","timestamp":1678105701,"image_sha":"IMAGE","namespace":"n","commit_hash":"12345678"}""", "Git SHA-1 hash must be either 7 (short) or 40 (long) characters long: commit_hash")]
    [InlineData("committime", """{"app":"a","timestamp":1678105701,"image_sha":"IMAGE","namespace":"n","commit_hash":"LONG"}""", "ensure this value has at most 40 characters: commit_hash")]
    [InlineData("failure", """{"app":"a","timestamp":2000000000}""", "field required: failure_id")]
    [InlineData("failure", """{"app":"a","timestamp":2000000000,"failure_id":"f"}""", "field required: failure_event")]
    [InlineData("failure", """{"app":"a","timestamp":2000000000,"failure_id":"f","failure_event":"CREATED"}""", "value is not a valid enumeration member; permitted: 'created', 'resolved': failure_event")]
    [InlineData("failure", """{"app":"\ud800"}""", "str type expected: body")]
    public async Task Only_the_first_error_of_a_payload_is_reported(string name, string body, string error)
    {
        await using TestListener listener = await TestListener.StartAsync();
        body = body.Replace("IMAGE", Image, StringComparison.Ordinal).Replace("LONG", new string('x', 201), StringComparison.Ordinal);

        await ResponseAssert.EqualAsync(await PostAsync(listener, name, body), 422, $$"""{"detail":"Invalid payload: {{error}}"}""");

        Assert.Empty(listener.Journal.Entries);
    }

    [Fact]
    public async Task The_metrics_have_the_names_of_Pelorus_and_count_each_event_once()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { DeduplicationWindow = TimeSpan.Zero });
        for (int count = 0; count < 2; count++)
        {
            (await PostAsync(listener, "committime", Samples.Text("pelorus-committime.json"))).Dispose();
            (await PostAsync(listener, "deploytime", Deployment($"{Now}"))).Dispose();
            (await PostAsync(listener, "failure", Failure("created"))).Dispose();
            (await PostAsync(listener, "failure", Failure("resolved"))).Dispose();
            (await PostAsync(listener, "failure", "{}")).Dispose();
        }

        string[] lines = (await listener.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Split('\n');

        Assert.Contains("webhook_received_total 10", lines, StringComparer.Ordinal);
        Assert.Contains("webhook_processed_total 4", lines, StringComparer.Ordinal);
        Assert.Contains($$"""commit_timestamp{app="mongo-todolist",namespace="mongo-persistent",image_sha="{{Image}}",commit_hash="5379bad65a3f83853a75aabec9e0e43c75fd18fc"} 1678105701""", lines, StringComparer.Ordinal);
        Assert.Contains($$"""deploy_timestamp{app="a",namespace="n",image_sha="{{Image}}"} {{Now}}""", lines, StringComparer.Ordinal);
        Assert.Contains($$"""failure_creation_timestamp{app="a",failure_id="f\"1"} {{Now}}""", lines, StringComparer.Ordinal);
        Assert.Contains($$"""failure_resolution_timestamp{app="a",failure_id="f\"1"} {{Now}}""", lines, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_failure_becomes_an_alert_with_a_status()
    {
        await using TestListener listener = await TestListener.StartAsync();

        foreach (string status in new[] { "created", "created", "resolved" })
        {
            await ResponseAssert.EqualAsync(await PostAsync(listener, "failure", Failure(status)), 202, Accepted);
        }

        Assert.Equal(["created", "resolved"], listener.Journal.Entries.Select(entry => entry.Alerts[0].Status!), StringComparer.Ordinal);
        Assert.Equal("a/f\"1", listener.Journal.Entries[0].Alerts[0].Fingerprint);
        Assert.Equal(TestListener.Start, listener.Journal.Entries[1].Alerts[0].EndsAt);
    }

    [Fact]
    public void Metrics_are_bounded()
    {
        using var meter = new System.Diagnostics.Metrics.Meter("test");
        var times = new EventTimes(meter, "commit_timestamp", "a test's");
        for (int number = 0; number < EventTimes.MaximumEvents + 1; number++)
        {
            Assert.True(times.Add(new PelorusEvent { Name = "committime", App = "a", Timestamp = number }, $"{number}"));
        }

        Assert.True(times.Add(new PelorusEvent { Name = "committime", App = "a", Timestamp = 0 }, "0"));
        Assert.False(times.Add(new PelorusEvent { Name = "committime", App = "a", Timestamp = 2 }, "2"));

        // One that is as large as all of them may be.
        Assert.True(times.Add(new PelorusEvent { Name = "committime", App = new string('a', (int)EventTimes.MaximumSize / 3), Timestamp = 3 }, "large"));
        Assert.True(times.Add(new PelorusEvent { Name = "committime", App = "a", Timestamp = 2 }, "2"));
    }

    private static string Deployment(string timestamp) => $$"""{"app":"a","image_sha":"{{Image}}","namespace":"n","timestamp":{{timestamp}}}""";

    private static string Failure(string status) => $$"""{"app":"a","failure_id":"f\"1","failure_event":"{{status}}","timestamp":{{Now}}}""";

    private static ListenerOptions Signed(ListenerOptions options, string secret) =>
        options with { Scheme = SignatureSchemes.Get("Pelorus"), Secrets = [WebhookSecret.FromText(secret)] };

    private static Task<HttpResponseMessage> PostAsync(TestListener listener, string name, string body, params (string Name, string Value)[] headers) =>
        listener.PostAsync("/pelorus/webhook", Encoding.UTF8.GetBytes(body), [("User-Agent", "Pelorus-Webhook/test"), ("X-Pelorus-Event", name), .. headers]);

    private static async Task ExpectAsync(Task<HttpResponseMessage> response, int status, string detail) =>
        await ResponseAssert.EqualAsync(await response, status, $$"""{"detail":"{{detail}}"}""");
}
