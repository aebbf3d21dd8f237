using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Page;

/// <summary>Runs the commands that the page creates in their shells, and compares the requests with the received ones.</summary>
public sealed class ReplayTests
{
    private const string Stub = """
        function Send-Webhook {
            param($Uri, $ContentType, $Headers, $Token, $Body)
            [byte[]] $bytes = @(if ($Body -is [byte[]]) { $Body } else { [Text.Encoding]::UTF8.GetBytes($Body) })
            [ordered]@{ Uri = $Uri; ContentType = $ContentType; Token = $Token; Headers = $Headers; Body = [Convert]::ToBase64String($bytes) } | ConvertTo-Json -Compress
        }

        """;

    private static readonly Dictionary<string, byte[]> Bodies = new(StringComparer.Ordinal)
    {
        ["plain"] = """{"name":"a"}"""u8.ToArray(),
        ["quotes"] = Utf8("""{"name":"it's \"quoted\" '' ''' \\' \\","list":['a']}"""),
        ["shell"] = Utf8("""{"name":"$(touch should-not-exist) `id` ${HOME} $HOME ! !! % %s \\n & ; | > < * ? ~ #"}"""),
        ["lines"] = "\n{\r\n\t\"name\": \"a\"\n}\n\n"u8.ToArray(),
        ["typographic quotes"] = Utf8("{\"name\":\"‘a’ ‚b‛ “c” „d‟ '’'‘\"}"),
        ["other scripts"] = Utf8("{\"name\":\"é 漢字 😀 \u2028 \u202e \ufeff\"}"),
        ["byte-order mark"] = [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'],
        ["control characters"] = Utf8("{\"name\":\"'\u001b[201~'\n\u009b31m\u007f\b\r\t\\\u202e\"}"),
        ["at sign"] = "@should-not-be-read"u8.ToArray(),
        ["nothing"] = [],
        ["no text"] = [0, 1, 2, 0xFF, 0xFE, (byte)'\'', 10, 13, 0],
        ["larger than an argument"] = Utf8("{\"name\":\"" + new string('é', 150_000) + "'\"}"),
    };

    public static TheoryData<string> BodyNames => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(BodyNames))]
    public async Task The_curl_command_sends_the_same_bytes(string name)
    {
        await using CapturingServer server = await CapturingServer.StartAsync();
        JsonObject alert = Alert(Bodies[name], "/hooks/it's a %2F [1-3] {a,b} ../é\\");

        string command = (await CommandsAsync(server.Address, alert))[0].GetProperty("curl").GetString()!;
        await ExternalTool.RunOrSkipAsync("bash", ["-s"], "export WEBHOOK_TOKEN=from-outside\n" + command + " --silent --show-error --fail\n");

        ServedRequest sent = Assert.Single(server.Requests);
        Assert.Equal("POST", sent.Method);
        Assert.Equal("/hooks/it's%20a%20%2F%20%5B1-3%5D%20%7Ba%2Cb%7D%20../%C3%A9%5C", sent.Target);
        Assert.Equal(Bodies[name], sent.Body);
        Assert.Equal("application/json; charset=utf-8", sent.Headers["Content-Type"]);
        Assert.Equal("it's $HOME \"a\" \\ `b`", sent.Headers["X-Hostile"]);
        Assert.Equal(string.Empty, sent.Headers["X-Empty"]);
        Assert.Equal("Bearer from-outside", sent.Headers["Authorization"]);
        Assert.Equal("Sender/1", sent.Headers["User-Agent"]);
        Assert.DoesNotContain(sent.Headers.Keys, name => name.StartsWith("X-Masked", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("X-Forwarded-For", sent.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_command_contains_no_control_characters()
    {
        const string Hostile = "a\u001b[201~\rtouch should-not-exist #\u009b31m\u007f'\\\u202eb";
        await using CapturingServer server = await CapturingServer.StartAsync();
        JsonObject alert = Alert(Utf8(Hostile), "/hooks/\u001b[201~");
        ((JsonArray)alert["headers"]!).Add(Header("X-Controls", "a\u001b[201~\u0001\u007f'\\\u202eb"));

        JsonElement commands = (await CommandsAsync(server.Address, alert))[0];
        string command = commands.GetProperty("curl").GetString()!;
        Assert.DoesNotContain(command + commands.GetProperty("powershell").GetString(), character => (char.IsControl(character) && character != '\n') || character == '\u202e');
        await ExternalTool.RunOrSkipAsync("bash", ["-s"], "export WEBHOOK_TOKEN=from-outside\n" + command + " --silent --show-error --fail\n");

        ServedRequest sent = Assert.Single(server.Requests);
        Assert.Equal(Utf8(Hostile), sent.Body);
        Assert.Equal("/hooks/%1B%5B201~", sent.Target);
        Assert.Equal("a\u001b[201~\u0001\u007f'\\\u202eb", sent.Headers["X-Controls"]);
    }

    [Fact]
    public async Task Without_a_content_type_curl_sends_none()
    {
        await using CapturingServer server = await CapturingServer.StartAsync();
        var alert = new JsonObject { ["path"] = "/hook", ["body"] = "{}", ["headers"] = new JsonArray() };

        string command = (await CommandsAsync(server.Address, alert))[0].GetProperty("curl").GetString()!;
        await ExternalTool.RunOrSkipAsync("bash", ["-s"], command + " --silent --fail\n");

        Assert.DoesNotContain("Content-Type", Assert.Single(server.Requests).Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_PowerShell_command_contains_the_same_bytes()
    {
        string[] names = [.. Bodies.Keys];
        IReadOnlyList<JsonElement> commands = await CommandsAsync("http://127.0.0.1:3001/base/", [.. names.Select(name => Alert(Bodies[name], "/hooks/it’s a"))]);
        using var folder = new TemporaryFolder();
        string script = folder.File("replay.ps1");
        await File.WriteAllTextAsync(
            script,
            Stub + string.Join("\n", commands.Select(command => command.GetProperty("powershell").GetString())),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            TestContext.Current.CancellationToken);

        string output = await ExternalTool.RunOrSkipAsync(PowerShellHost.Program, [.. PowerShellHost.LeadingArguments, "-NoProfile", "-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'; $env:WEBHOOK_TOKEN = 'from-outside'; & '" + script + "'"], folder: folder.Path);

        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(names.Length, lines.Length);
        for (int number = 0; number < names.Length; number++)
        {
            JsonElement sent = JsonDocument.Parse(lines[number]).RootElement;
            Assert.Equal(Bodies[names[number]], sent.GetProperty("Body").GetBytesFromBase64());
            Assert.Equal("http://127.0.0.1:3001/base/hooks/it%E2%80%99s%20a", sent.GetProperty("Uri").GetString());
            Assert.Equal("application/json; charset=utf-8", sent.GetProperty("ContentType").GetString());
            Assert.Equal("from-outside", sent.GetProperty("Token").GetString());
            JsonElement headers = sent.GetProperty("Headers");
            Assert.Equal("it's $HOME \"a\" \\ `b`", headers.GetProperty("X-Hostile").GetString());
            Assert.False(headers.TryGetProperty("X-Masked", out _));
        }
    }

    [Fact]
    public async Task A_listener_accepts_a_replayed_webhook()
    {
        await using TestListener listener = await TestListener.StartAsync();
        byte[] body = [.. "\ufeff"u8, .. Bodies["shell"], .. "\n"u8];
        (await listener.PostAsync("/hooks/a%20b", body, ("X-Team", "it's us"), ("X-Controls", "a\u001b[201~b"))).Dispose();
        string id = (await listener.SnapshotAsync(alerts: 1)).GetProperty("alerts")[0].GetProperty("id").GetString()!;
        JsonElement alert = await listener.JsonAsync("/live/alerts/" + id);

        JsonElement commands = (await CommandsAsync(listener.Listener.Uri.AbsoluteUri, listener.Listener.Uri + "live/replay.js", JsonNode.Parse(alert.GetRawText())!))[0];
        await ExternalTool.RunOrSkipAsync("bash", ["-s"], commands.GetProperty("curl").GetString() + " --silent --fail\n");

        Assert.Equal(2, listener.Journal.Entries.Count);
        Assert.Equal(listener.Journal.Entries[0].Body.ToArray(), listener.Journal.Entries[1].Body.ToArray());
        Assert.Equal("/hooks/a b", listener.Journal.Entries[1].Path);
        Assert.Contains(new KeyValuePair<string, string>("X-Team", "it's us"), listener.Journal.Entries[1].Headers);
        Assert.Contains(new KeyValuePair<string, string>("X-Controls", "a\u001b[201~b"), listener.Journal.Entries[1].Headers);
        JsonElement again = await listener.JsonAsync("/live/alerts/" + (await listener.SnapshotAsync(alerts: 2)).GetProperty("alerts")[1].GetProperty("id").GetString());
        Assert.Equal(body.Length, again.GetProperty("bodyLength").GetInt32());
    }

    [Fact]
    public async Task An_incomplete_webhook_cannot_be_replayed()
    {
        IReadOnlyList<JsonElement> commands = await CommandsAsync(
            "http://127.0.0.1/",
            new JsonObject { ["path"] = null, ["body"] = "{}" },
            new JsonObject { ["path"] = "/hooks/***", ["body"] = "{}" },
            new JsonObject { ["path"] = "/hook", ["bodyLength"] = 5_000_000 },
            new JsonObject { ["path"] = "/hook", ["body"] = string.Empty });

        Assert.Equal([false, false, false, true], commands.Select(command => command.GetProperty("canReplay").GetBoolean()));
    }

    private static JsonObject Alert(byte[] body, string path)
    {
        var alert = new JsonObject
        {
            ["path"] = path,
            ["headers"] = new JsonArray(
                Header("Host", "elsewhere"),
                Header("Content-Type", "application/json; charset=utf-8"),
                Header("User-Agent", "Sender/1"),
                Header("X-Hostile", "it's $HOME \"a\" \\ `b`"),
                Header("X-Empty", string.Empty),
                Header("X-Masked", "***"),
                Header("X-Masked-Part", "/x?token=***"),
                Header("X-Forwarded-For", "192.0.2.1"),
                Header("Authorization", "***")),
        };
        bool isText = System.Text.Unicode.Utf8.IsValid(body) && !body.Contains((byte)0);
        alert[isText ? "body" : "bodyBase64"] = isText ? Encoding.UTF8.GetString(body) : Convert.ToBase64String(body);
        return alert;
    }

    private static JsonObject Header(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static Task<IReadOnlyList<JsonElement>> CommandsAsync(string address, params JsonNode[] alerts) =>
        CommandsAsync(address, Repository.PathOf("src", "WebhookTools.Listener", "Page", "Assets", "replay.js"), alerts);

    private static async Task<IReadOnlyList<JsonElement>> CommandsAsync(string address, string script, params JsonNode[] alerts)
    {
        string driver = Repository.PathOf("tests", "peers", "browser", "replay.mjs");
        string output = await ExternalTool.RunOrSkipAsync("node", [driver, script, address], new JsonArray(alerts).ToJsonString());
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
    }
}
