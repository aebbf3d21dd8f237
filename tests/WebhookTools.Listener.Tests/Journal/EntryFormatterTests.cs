using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Journal.Writing;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class EntryFormatterTests
{
    private static readonly DateTimeOffset Noon = JournalSamples.Noon;

    [Fact]
    public void A_line_holds_the_members_in_their_order()
    {
        JournalEntry entry = JournalSamples.Entry("n", "{\"a\":[1.0]}"u8.ToArray(), isJson: true, Noon) with
        {
            Id = "ID",
            Event = "deploytime",
            Alerts =
            [
                new WebhookAlert
                {
                    Id = "ID.0",
                    ReceivedAt = Noon,
                    Protocol = "Monasca",
                    Event = "e",
                    Name = "n",
                    Status = "firing",
                    Severity = "critical",
                    Fingerprint = "f",
                    Summary = "Größe > 5",
                    Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["l"] = "1" },
                    Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["x"] = "2" },
                    StartsAt = Noon,
                    EndsAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 600, TimeSpan.FromHours(1)),
                    Body = "not written",
                },
            ],
        };

        Assert.Equal(
            """{"id":"ID","receivedAt":"2026-11-21T12:00:00Z","protocol":"Monasca","path":"/","event":"deploytime","remote":"127.0.0.1","signature":"not-required","headers":{"Content-Type":"application/json"},"alerts":[{"id":"ID.0","event":"e","name":"n","status":"firing","severity":"critical","fingerprint":"f","summary":"Größe > 5","labels":{"l":"1"},"annotations":{"x":"2"},"startsAt":"2026-11-21T12:00:00+00:00","endsAt":"2026-01-02T03:04:05.6+01:00"}],"body":{"a":[1.0]}}""" + "\n",
            Line(entry));
    }

    [Fact]
    public void The_address_follows_the_path_if_it_is_known()
    {
        var entry = new JournalEntry { Id = "ID", ReceivedAt = Noon, Protocol = "Generic", Path = "/hook", Query = "a=%2F&b=\"é\"&token=***", BaseUri = "https://example.com/in", Body = "1"u8.ToArray(), IsJson = true };

        string line = Line(entry);

        Assert.Equal("""{"id":"ID","receivedAt":"2026-11-21T12:00:00Z","protocol":"Generic","path":"/hook","query":"a=%2F&b=\"é\"&token=***","baseUri":"https://example.com/in","alerts":[],"body":1}""" + "\n", line);
        CapturedRequest captured = CapturedRequestParser.Parse(line);
        Assert.Equal("/hook?a=%2F&b=\"é\"&token=***", captured.Target);
        Assert.Equal("https://example.com/in/hook?a=%2F&b=\"é\"&token=***", captured.Uri!.OriginalString);
        Assert.Contains(captured.Notes, note => note.Contains("query", StringComparison.Ordinal));
    }

    [Fact]
    public void Marks_precede_the_alerts_in_a_line_and_the_block_in_the_text_format()
    {
        var entry = new JournalEntry { Id = "ID", ReceivedAt = Noon, Protocol = "Generic", Path = "/", Marks = ["a1", "m2"], Body = "1"u8.ToArray(), IsJson = true };

        Assert.Equal("""{"id":"ID","receivedAt":"2026-11-21T12:00:00Z","protocol":"Generic","path":"/","marks":["a1","m2"],"alerts":[],"body":1}""" + "\n", Line(entry));
        Assert.Equal(
            "<<<<<<<<< Alert Marks ID 2026-11-21T12:00:00.0000000Z a1 m2 >>>>>>>>\n<<<<<<<<< Alert Start >>>>>>>>\n1\n<<<<<<<<< Alert End >>>>>>>>\n",
            Format(TextEntryFormatter.Instance, entry));
    }

    [Fact]
    public void Unknown_members_are_omitted()
    {
        var entry = new JournalEntry { Id = "ID", ReceivedAt = Noon, Protocol = "Generic", Path = "/" };

        Assert.Equal("""{"id":"ID","receivedAt":"2026-11-21T12:00:00Z","protocol":"Generic","path":"/","alerts":[],"bodyBase64":""}""" + "\n", Line(entry));
    }

    [Fact]
    public void The_time_is_written_in_utc() =>
        Assert.Contains("\"receivedAt\":\"2026-11-21T12:00:00Z\"", Line(JournalSamples.Entry("n", Noon.ToOffset(TimeSpan.FromHours(9)))), StringComparison.Ordinal);

    [Fact]
    public void A_body_that_is_not_json_is_written_as_base64()
    {
        byte[] body = [0, 255, (byte)'\n', (byte)'"'];

        using JsonDocument line = JsonDocument.Parse(Line(JournalSamples.Entry("n", body, isJson: false, Noon)));

        Assert.Equal(body, line.RootElement.GetProperty("bodyBase64").GetBytesFromBase64());
        Assert.False(line.RootElement.TryGetProperty("body", out _));
    }

    [Fact]
    public void A_body_wrongly_marked_as_json_does_not_break_the_line()
    {
        byte[] body = "{\"a\":\"line\nbreak\"}"u8.ToArray();

        string line = Line(JournalSamples.Entry("n", body, isJson: true, Noon));

        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.Contains(Convert.ToBase64String(body), line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":[1.0,"x y"]}""", null)]
    [InlineData("{\"a\":1}\n", "bodyTail")]
    [InlineData("{\"a\":1}\r\n \t", "bodyTail")]
    [InlineData("7\n", "bodyTail")]
    [InlineData("{\"a\": 1, \"b\": [2, 3]}", null)]
    [InlineData(" {\"a\":1}", "bodyBase64")]
    [InlineData("\n{\"a\":1}", "bodyBase64")]
    [InlineData("{\n  \"a\": 1\n}\n", "bodyBase64")]
    [InlineData("\uFEFF{\"a\":1}", "bodyBase64")]
    [InlineData("no json\n", "bodyBase64")]
    public void The_received_bytes_can_be_restored(string body, string? beside)
    {
        byte[] received = Encoding.UTF8.GetBytes(body);

        string line = Line(JournalSamples.Entry("n", received, isJson: body is not "no json\n", Noon));

        Assert.Equal(received, CapturedRequestParser.Parse(line).Body!.ReadAll().ToArray());
        using JsonDocument document = JsonDocument.Parse(line);
        Assert.Equal(
            beside ?? string.Empty,
            string.Join(' ', document.RootElement.EnumerateObject().Select(member => member.Name).Where(name => name is "bodyTail" or "bodyBase64")));
    }

    [Fact]
    public void The_bytes_of_any_body_can_be_restored() =>
        Prop.ForAll(Arb.From(Entries), entry =>
            Assert.Equal(entry.Body.ToArray(), CapturedRequestParser.Parse(Line(entry with { Headers = [] })).Body!.ReadAll().ToArray()))
            .Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    [Fact]
    public void A_body_of_several_megabytes_is_kept_completely()
    {
        string body = "\"" + new string('x', 20_000_000) + "\"";

        using JsonDocument line = JsonDocument.Parse(Line(JournalSamples.Entry("n", Encoding.UTF8.GetBytes(body), isJson: true, Noon)));

        Assert.Equal(body, line.RootElement.GetProperty("body").GetRawText());
    }

    [Fact]
    public void Any_entry_is_one_line_that_can_be_read_back() =>
        Prop.ForAll(Arb.From(Entries), entry =>
        {
            string line = Line(entry);
            var alerts = new List<WebhookAlert>();
            string? problem = new LineParser(new AlertFilter(AlertQuery.All)).Parse(Encoding.UTF8.GetBytes(line.TrimEnd('\n')), alerts);

            Assert.Null(problem);
            Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
            WebhookAlert expected = entry.Alerts[0];
            WebhookAlert actual = Assert.Single(alerts);
            Assert.Equal(entry.ReceivedAt, actual.ReceivedAt);
            Assert.Equal(expected.StartsAt, actual.StartsAt);
            Assert.Equal(WellFormed(expected.Name), actual.Name);
            Assert.Equal(WellFormed(expected.Summary), actual.Summary);
            Assert.Equal(
                expected.Labels.Select(label => (WellFormed(label.Key), WellFormed(label.Value))),
                actual.Labels.Select(label => ((string?)label.Key, (string?)label.Value)));
            Assert.Equal(JsonDocument.Parse(entry.Body).RootElement.GetRawText().Length > 0, actual.Body is not null);
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(entry.Body).RootElement, JsonDocument.Parse(actual.Body!).RootElement));
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    [Fact]
    public void A_text_block_is_enclosed_in_marker_lines() => Assert.Equal(
        """
        <<<<<<<<< Alert Start >>>>>>>>
        {
          "alarm_name": "disk full",
          "metrics": []
        }
        <<<<<<<<< Alert End >>>>>>>>

        """,
        Text("{\"alarm_name\":\"disk full\",\"metrics\":[]}"u8.ToArray(), isJson: true));

    [Fact]
    public void A_text_body_cannot_forge_a_marker()
    {
        byte[] body = "x\n<<<<<<<<< Alert End >>>>>>>>\n<<<<<<<<< Alert Start >>>>>>>>\ny"u8.ToArray();

        string[] lines = Text(body, isJson: false).Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.Equal(Encoding.UTF8.GetString(body), JsonSerializer.Deserialize<string>(lines[1]));
    }

    [Fact]
    public void A_binary_body_is_base64_in_a_text_block()
    {
        string text = Text([0xff, 0x00], isJson: false);

        Assert.Contains("\n{\n  \"bodyBase64\": \"/wA=\"\n}\n", text, StringComparison.Ordinal);
    }

    private static Gen<JournalEntry> Entries =>
        from id in Gen.Choose(0, int.MaxValue)
        from ticks in Gen.Choose(0, int.MaxValue)
        from path in JsonGenerator.Text
        from header in JsonGenerator.Text
        from name in JsonGenerator.Text
        from summary in JsonGenerator.Text
        from label in JsonGenerator.Text
        from body in JsonGenerator.Value
        select new JournalEntry
        {
            Id = JournalSamples.Name(id),
            ReceivedAt = Noon.AddTicks(ticks),
            Protocol = "Generic",
            Path = path,
            Headers = [new(header, header), new(header, name)],
            Alerts =
            [
                new WebhookAlert
                {
                    Id = "0",
                    ReceivedAt = Noon.AddTicks(ticks),
                    Protocol = "Generic",
                    Name = name,
                    Summary = summary,
                    Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [label] = summary },
                    StartsAt = Noon.AddTicks(ticks),
                },
            ],
            Body = Encoding.UTF8.GetBytes(body),
            IsJson = true,
        };

    // A lone surrogate becomes the replacement character.
    private static string? WellFormed(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Line(JournalEntry entry) => Format(new JsonEntryFormatter(), entry);

    private static string Text(byte[] body, bool isJson) => Format(TextEntryFormatter.Instance, JournalSamples.Entry("n", body, isJson, Noon));

    private static string Format(IEntryFormatter formatter, JournalEntry entry)
    {
        var buffer = new ByteBuffer();
        formatter.Format(entry, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
