using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class ListenTests : IDisposable
{
    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["HOOK_SECRET"] = "a-secret-of-the-hook",
        ["API_TOKEN"] = "a-token-of-the-api",
    };

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_readiness_line_names_address_and_journal_and_is_the_only_output()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await RunningListener.StartAsync();

        CliResult result = await listener.StopAsync();

        Assert.Matches($"^listening on http://127\\.0\\.0\\.1:[0-9]+ journal {listener.JournalPath}\n$", result.Output);
    }

    [Fact]
    public async Task A_rejected_webhook_is_kept_explained_to_the_operator_and_can_be_resent()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await RunningListener.StartAsync(["--scheme", "auto", "--secret-env", "HOOK_SECRET", "--diagnose"], Secrets);
        (await CliProcess.RunAsync(
            ["send", listener.Uri + "/hook", "--body", "{}\n", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--maximum-retry-count", "0"],
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = Secrets["HOOK_SECRET"] + "\n" })).ShouldExitWith(1);
        string rejected = Path.Combine(listener.Folder, "webhook.rejected.log");

        CliResult stopped = await listener.StopAsync();

        Assert.Contains("SignatureDiagnosed", stopped.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets["HOOK_SECRET"], stopped.Error, StringComparison.Ordinal);
        Assert.Contains("\"signature\":\"invalid\"", Assert.Single(await File.ReadAllLinesAsync(rejected, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        (await CliProcess.RunAsync(["send", receiver.Uri, "--request", rejected])).ShouldExitWith(0);
        Assert.Equal("{}\n", Assert.Single(receiver.Requests).Text);
    }

    [Fact]
    public async Task It_responds_once_the_readiness_line_is_printed()
    {
        await using RunningListener listener = await RunningListener.StartAsync();

        using HttpResponseMessage response = await _client.GetAsync(new Uri(listener.Uri + "/health"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task A_signal_stops_it_cleanly(PosixSignal signal)
    {
        Tool.RequirePosix();
        await using RunningListener listener = await RunningListener.StartAsync();
        await PostAsync(listener.Uri + "/", "monasca.json");

        CliResult result = await listener.StopAsync(signal);

        Assert.Equal(0, result.ExitCode);
        Assert.Single(await listener.ReadJournalAsync());
    }

    [Fact]
    public async Task A_request_in_progress_is_completed_before_it_stops()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await RunningListener.StartAsync();
        byte[] body = await File.ReadAllBytesAsync(TestData.Sample("monasca.json"), TestContext.Current.CancellationToken);
        using var socket = new TcpClient();
        var uri = new Uri(listener.Uri);
        await socket.ConnectAsync(uri.Host, uri.Port, TestContext.Current.CancellationToken);
        await using NetworkStream stream = socket.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), TestContext.Current.CancellationToken);

        // The listener has asked for the body, so the request is in progress.
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        listener.Process.Signal(PosixSignal.SIGTERM);
        await stream.WriteAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal(string.Empty, await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        (await listener.Process.WaitAsync()).ShouldExitWith(0);
        Assert.Single(await listener.ReadJournalAsync());
    }

    [Fact]
    public async Task Accepted_webhooks_are_in_the_journal_after_the_process_was_killed()
    {
        await using RunningListener listener = await RunningListener.StartAsync();
        await PostAsync(listener.Uri + "/webhook", "alertmanager-firing.json");

        listener.Process.Kill();
        await listener.Process.WaitAsync();

        JsonElement alert = Assert.Single(await listener.ReadAlertsAsync());
        Assert.Equal("HighCPUUsage", alert.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Each_protocol_arrives_as_an_alert_and_is_read_back()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--path", "/hooks/ci"]);
        await PostAsync(listener.Uri + "/webhook", "alertmanager-firing.json");
        await PostAsync(listener.Uri + "/webhook", "alertmanager-resolved.json");
        await PostAsync(listener.Uri + "/", "monasca.json");
        await PostAsync(listener.Uri + "/hooks/ci", "gcm-metric.json");

        JsonElement[] alerts = await listener.ReadAlertsAsync();

        Assert.Equal(["alertmanager", "alertmanager", "monasca", "generic"], alerts.Select(alert => alert.GetProperty("protocol").GetString()));
        Assert.Equal("idle", alerts[3].GetProperty("body").GetProperty("state").GetString());
        Assert.Equal("resolved", Assert.Single(await listener.ReadAlertsAsync("--status", "resolved")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Alerts_are_printed_as_they_arrive_one_json_object_per_line()
    {
        await using RunningListener listener = await RunningListener.StartAsync(isJson: true);
        using var content = new StringContent("{\n  \"alarm_id\": \"1\",\n  \"alarm_name\": \"Größe ✓\",\n  \"state\": \"ALARM\",\n  \"metrics\": []\n}\n", Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await _client.PostAsync(new Uri(listener.Uri + "/"), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonElement alert = JsonElement.Parse((await listener.Process.ReadLineAsync())!);
        Assert.Equal("Größe ✓", alert.GetProperty("name").GetString());
        Assert.Equal("ALARM", alert.GetProperty("body").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Alerts_that_were_accepted_before_the_stop_are_printed()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await RunningListener.StartAsync(["--deduplicate-sec", "0", "--no-rate-limit"], isJson: true);
        for (int count = 0; count < 50; count++)
        {
            await PostAsync(listener.Uri + "/", "monasca.json");
        }

        CliResult result = await listener.StopAsync();

        Assert.Equal(51, result.Lines.Length);
    }

    [Fact]
    public async Task A_listener_with_closed_output_continues()
    {
        Tool.Require("bash", "head");
        using var folder = new TemporaryFolder();
        await using CliProcess shell = CliProcess.StartTool("bash", ["-c", "\"$0\" listen --port 0 --json --deduplicate-sec 0 | head -n 1", CliProcess.Executable], folder: folder.Path);
        string uri = JsonElement.Parse((await shell.ReadLineAsync())!).GetProperty("listening").GetString()!;

        for (int count = 0; count < 3; count++)
        {
            await PostAsync(uri + "/", "monasca.json");
        }

        Assert.Equal(3, (await File.ReadAllLinesAsync(folder.File("webhook.log"), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_listener_whose_output_is_not_read_stops()
    {
        Tool.Require("sh");
        await using RunningListener listener = await RunningListener.StartAsync(
            ["--stop-timeout-sec", "1", "--no-rate-limit", "--exec", "sh", "--exec-arg=-c", "--exec-arg", "head -c 2000 /dev/zero | tr '\\0' y >&2; exit 1"],
            isJson: true,
            isRead: false);

        // More than the pipes of standard output and standard error hold.
        string padding = new('x', 5000);
        for (int count = 0; count < 60; count++)
        {
            using var content = new StringContent($$"""{"name":"n{{count}}","text":"{{padding}}"}""", Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await _client.PostAsync(new Uri(listener.Uri + "/hook"), content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        long began = Stopwatch.GetTimestamp();
        await listener.StopAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 20);
        Assert.Equal(60, (await listener.ReadJournalAsync()).Length);
    }

    [Fact]
    public async Task Only_the_right_token_is_accepted()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--token-env", "API_TOKEN"], Secrets);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(listener.Uri + "/", token: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(listener.Uri + "/", "another"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(listener.Uri + "/", "a-token-of-the-api"));

        Assert.Single(await listener.ReadJournalAsync());
        Assert.DoesNotContain("a-token-of-the-api", await File.ReadAllTextAsync(listener.JournalPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_signature_is_diagnosed_for_the_operator_only()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await RunningListener.StartAsync(["--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--verbose"], Secrets);
        string[] send = ["send", listener.Uri + "/", "--in-file", TestData.Sample("monasca.json"), "--scheme", "GitHub", "--secret-env", "HOOK_SECRET"];

        (await CliProcess.RunAsync(send, environment: Secrets)).ShouldExitWith(0);
        CliResult rejected = await CliProcess.RunAsync(send, environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["HOOK_SECRET"] = "another-secret" });

        Assert.Contains("401", rejected.ShouldExitWith(1).Error, StringComparison.Ordinal);
        JsonElement line = JsonElement.Parse(Assert.Single(await listener.ReadJournalAsync()));
        Assert.Equal("verified", line.GetProperty("signature").GetString());
        CliResult result = await listener.StopAsync();
        Assert.Contains("does not match", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-of-the-hook", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unused_secret_in_the_environment_is_reported()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await RunningListener.StartAsync(environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["WEBHOOKTOOLS_SECRET"] = "idle" });

        CliResult result = await listener.StopAsync();

        Assert.Contains("warning SecretIdle", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_format_is_written_on_request()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--log-format", "text"]);

        await PostAsync(listener.Uri + "/", "monasca.json");

        string log = await File.ReadAllTextAsync(listener.JournalPath, TestContext.Current.CancellationToken);
        Assert.Contains("<<<<<<<<< Alert Start >>>>>>>>", log, StringComparison.Ordinal);
        Assert.Contains("  \"alarm_name\": \"fire alarm\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_rejected_and_the_next_one_is_accepted()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--maximum-body-size", "1KiB"]);
        using var large = new StringContent($"\"{new string('a', 2000)}\"", Encoding.UTF8, "application/json");

        using HttpResponseMessage rejected = await _client.PostAsync(new Uri(listener.Uri + "/webhook"), large, TestContext.Current.CancellationToken);
        await PostAsync(listener.Uri + "/", "monasca.json");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, rejected.StatusCode);
        Assert.Single(await listener.ReadJournalAsync());
    }

    [Fact]
    public async Task Invalid_json_is_rejected_and_the_next_webhook_is_accepted()
    {
        await using RunningListener listener = await RunningListener.StartAsync();
        using var invalid = new StringContent("{\"alerts\": [", Encoding.UTF8, "application/json");

        using HttpResponseMessage rejected = await _client.PostAsync(new Uri(listener.Uri + "/webhook"), invalid, TestContext.Current.CancellationToken);
        await PostAsync(listener.Uri + "/webhook", "alertmanager-firing.json");

        Assert.Equal(HttpStatusCode.BadRequest, rejected.StatusCode);
        Assert.Single(await listener.ReadJournalAsync());
    }

    [Fact]
    public async Task One_process_owns_a_journal()
    {
        await using RunningListener listener = await RunningListener.StartAsync();

        CliResult second = await CliProcess.RunAsync(["listen", "--port", "0", "--log-path", listener.JournalPath]);

        second.ShouldFail(1, "JournalInUse", listener.JournalPath);
        await PostAsync(listener.Uri + "/", "monasca.json");
        Assert.Single(await listener.ReadJournalAsync());
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var folder = new TemporaryFolder();
        await using RunningListener listener = await RunningListener.StartAsync();
        string port = new Uri(listener.Uri).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        CliResult second = await CliProcess.RunAsync(["listen", "--port", port, "--log-path", folder.File("webhook.log")]);

        Assert.Empty(second.ShouldExitWith(1).Output);
        Assert.Contains("error PortInUse: ", second.Error, StringComparison.Ordinal);
        Assert.Contains(port, second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_whose_folder_cannot_be_created_is_named()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("file"), "not a folder", TestContext.Current.CancellationToken);
        string path = Path.Combine(folder.File("file"), "webhook.log");

        CliResult result = await CliProcess.RunAsync(["listen", "--port", "0", "--log-path", path]);

        Assert.Empty(result.ShouldExitWith(1).Output);
        Assert.StartsWith("error Journal", result.Error, StringComparison.Ordinal);
        Assert.Contains(path, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_other_than_loopback_requires_authentication()
    {
        using var folder = new TemporaryFolder();

        CliResult result = await CliProcess.RunAsync(["listen", "--port", "0", "--address", "0.0.0.0", "--log-path", folder.File("webhook.log")]);

        result.ShouldFail(2, "AddressUnauthenticated", "0.0.0.0");
    }

    [Fact]
    public async Task Only_the_given_protocols_are_served()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--protocol", "alertmanager"]);

        await PostAsync(listener.Uri + "/webhook", "alertmanager-firing.json");

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(listener.Uri + "/openstack/alerts", token: null));
        Assert.Single(await listener.ReadJournalAsync());
    }

    [Fact]
    public async Task A_scheme_requires_a_secret()
    {
        CliResult result = await CliProcess.RunAsync(["listen", "--port", "0", "--scheme", "GitHub"]);

        result.ShouldFail(2, "SecretMissing", "--secret-env");
    }

    [Fact]
    public async Task The_log_is_rotated_at_the_given_size()
    {
        await using RunningListener listener = await RunningListener.StartAsync(["--maximum-log-size", "64KiB", "--compress", "--deduplicate-sec", "0", "--no-rate-limit"]);
        using var one = new StringContent($"{{\"alarm_id\":\"1\",\"alarm_name\":\"{new string('a', 30_000)}\",\"state\":\"OK\",\"metrics\":[]}}", Encoding.UTF8, "application/json");
        for (int count = 0; count < 3; count++)
        {
            using HttpResponseMessage response = await _client.PostAsync(new Uri(listener.Uri + "/"), one, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.True(Directory.GetFiles(listener.Folder, "webhook*").Length > 1);
        Assert.Equal(3, (await listener.ReadAlertsAsync()).Length);
    }

    [Fact]
    public async Task A_size_below_the_minimum_is_wrong_usage()
    {
        using var folder = new TemporaryFolder();

        // 64 KB are 64,000 bytes. The minimum is 65,536.
        CliResult result = await CliProcess.RunAsync(["listen", "--port", "0", "--maximum-log-size", "64KB", "--log-path", folder.File("webhook.log")]);

        result.ShouldBeWrongUsage("64000", "65536");
    }

    private async Task PostAsync(string uri, string sample)
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(TestData.Sample(sample)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await _client.PostAsync(new Uri(uri), content);
        Assert.True(response.IsSuccessStatusCode, $"{uri}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private async Task<HttpStatusCode> StatusAsync(string uri, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri);
        request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(TestData.Sample("monasca.json")));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await _client.SendAsync(request);
        return response.StatusCode;
    }
}
