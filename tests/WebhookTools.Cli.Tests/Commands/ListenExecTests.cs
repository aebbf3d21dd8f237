using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;

namespace WebhookTools.Cli.Tests.Commands;

/// <summary>A program for every alert. The programs here are shell scripts, each in a temporary folder.</summary>
public sealed class ListenExecTests : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    public ListenExecTests() => Tool.Require("sh");

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_program_gets_the_alert_as_json_and_as_variables()
    {
        await using RunningListener listener = await StartAsync("cat > \"$1/alert.json\"; echo \"$WEBHOOK_NAME|$WEBHOOK_STATUS|$WEBHOOK_SEVERITY|$WEBHOOK_PROTOCOL|$WEBHOOK_FINGERPRINT|${WEBHOOK_EVENT-none}|$2\" > \"$1/variables\"", "a  b $(id) *");

        await PostAsync(listener, "/webhook", await File.ReadAllTextAsync(TestData.Sample("alertmanager-firing.json"), TestContext.Current.CancellationToken));
        await listener.StopAsync();

        JsonElement alert = JsonElement.Parse(await ReadAsync(listener, "alert.json"));
        Assert.Equal("HighCPUUsage", alert.GetProperty("name").GetString());
        Assert.Equal("firing", alert.GetProperty("body").GetProperty("status").GetString());
        Assert.Equal("HighCPUUsage|firing|warning|alertmanager|947737e3559055bc|none|a  b $(id) *\n", await ReadAsync(listener, "variables"));
    }

    [Fact]
    public async Task Its_exit_code_and_standard_error_are_logged()
    {
        await using RunningListener listener = await StartAsync("echo 'disk of \"x\" is full' >&2; printf '\\033[2J' >&2; echo unread; exit 7");

        await PostAsync(listener, "/", "{}");
        CliResult result = await listener.StopAsync();

        Assert.Matches(@"warning CommandFailed sh exited with 7 for alert \w+\.0\. Standard error: disk of ""x"" is full", result.Error);
        Assert.DoesNotContain('\e', result.Error);
        Assert.Single(result.Lines);
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_killed_with_its_child_processes()
    {
        await using RunningListener listener = await StartAsync(["--exec-timeout-sec", "0.5"], "sleep 600 & echo $! > \"$1/child\"; wait");

        await PostAsync(listener, "/", "{}");
        await listener.Process.WaitForErrorAsync("CommandTimedOut");

        string child = (await ReadAsync(listener, "child")).Trim();
        await Eventually(() => !IsRunning(child));
        await listener.StopAsync();
    }

    [Fact]
    public async Task No_more_than_the_limit_run_at_once_and_every_alert_is_handled()
    {
        // Each run records the number of concurrent runs. mkdir is atomic.
        await using RunningListener listener = await StartAsync(
            ["--exec-concurrency", "2", "--deduplicate-sec", "0", "--stop-timeout-sec", "60"],
            "mkdir \"$1/run.$$\"; ls -d \"$1\"/run.* | wc -l >> \"$1/beside\"; sleep 0.05; rmdir \"$1/run.$$\"");

        for (int count = 0; count < 12; count++)
        {
            await PostAsync(listener, "/", "{}");
        }

        await listener.StopAsync();
        int[] beside = [.. (await ReadAsync(listener, "beside")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        Assert.Equal(12, beside.Length);
        Assert.InRange(beside.Max(), 1, 2);
    }

    [Fact]
    public async Task One_at_a_time_keeps_the_order()
    {
        await using RunningListener listener = await StartAsync(["--exec-concurrency", "1"], "echo \"$WEBHOOK_NAME\" >> \"$1/names\"");

        for (int count = 0; count < 5; count++)
        {
            await PostAsync(listener, "/", $$"""{"name":"n{{count}}"}""");
        }

        await listener.StopAsync();
        Assert.Equal("n0\nn1\nn2\nn3\nn4\n", await ReadAsync(listener, "names"));
    }

    [Fact]
    public async Task Every_alert_of_a_large_group_is_handled()
    {
        const int Count = 400;
        await using RunningListener listener = await StartAsync(["--exec-concurrency", "8", "--stop-timeout-sec", "60"], "echo \"$WEBHOOK_NAME\" > \"$1/$WEBHOOK_NAME.name\"");
        string padding = new('x', 1_100);

        await PostAsync(listener, "/webhook", "{\"alerts\":[" + string.Join(',', Enumerable.Range(0, Count).Select(number => $$$"""{"labels":{"alertname":"a{{{number}}}"},"annotations":{"summary":"{{{padding}}}"}}""")) + "]}");
        CliResult result = await listener.StopAsync();

        Assert.DoesNotContain("CommandNotRun", result.Error, StringComparison.Ordinal);
        Assert.Equal(Count, Directory.GetFiles(listener.Folder, "*.name").Length);
    }

    [Fact]
    public async Task A_stop_waits_for_running_programs_until_the_timeout()
    {
        await using RunningListener listener = await StartAsync(["--exec-concurrency", "1", "--stop-timeout-sec", "1"], "echo begun >&2; echo $$ > \"$1/begun\"; sleep 600");
        await PostAsync(listener, "/", "{}");
        await PostAsync(listener, "/", "{}");
        await Eventually(() => File.Exists(Path.Combine(listener.Folder, "begun")));
        long began = Stopwatch.GetTimestamp();

        CliResult result = await listener.StopAsync();

        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "The stop took as long as the command.");
        Assert.Contains("CommandStopped", result.Error, StringComparison.Ordinal);
        Assert.Matches(@"CommandNotRun The program was not run for 1 alerts, starting with \w+\.0,", result.Error);
        Assert.Equal(2, (await listener.ReadJournalAsync()).Length);
    }

    [Fact]
    public async Task A_second_signal_kills_the_programs_with_their_child_processes_and_then_the_listener()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await StartAsync(
            ["--deduplicate-sec", "0", "--stop-timeout-sec", "600"],
            "sleep 600 & echo $$ $! > \"$1/begun.$$.tmp\"; mv \"$1/begun.$$.tmp\" \"$1/begun.$$\"; wait");
        for (int count = 0; count < 3; count++)
        {
            await PostAsync(listener, "/", "{}");
        }

        string[] begun = [];
        await Eventually(() => (begun = [.. Directory.GetFiles(listener.Folder, "begun.*").Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal))]).Length == 3);
        string[] processes = [.. begun.SelectMany(file => File.ReadAllText(file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(6, processes.Length);
        Assert.All(processes, process => Assert.True(IsRunning(process), process));

        listener.Process.Signal(PosixSignal.SIGTERM);
        await WaitForRefusalAsync(listener);
        listener.Process.Signal(PosixSignal.SIGTERM);
        CliResult result = await listener.Process.WaitAsync();

        Assert.Equal(128 + 15, result.ExitCode);
        await Eventually(() => !processes.Any(IsRunning));
    }

    [Fact]
    public async Task The_program_does_not_inherit_the_secrets_of_the_listener()
    {
        Dictionary<string, string> secrets = new(StringComparer.Ordinal)
        {
            ["A_SECRET"] = "secret-of-the-scheme",
            ["B_TOKEN"] = "secret-of-senders",
            ["C_TOKEN"] = "secret-of-senders-before",
            ["D_TOKEN"] = "secret-of-readers",
            ["E_SECRET"] = "secret-of-the-forwarding",
            ["F_TOKEN"] = "secret-of-the-receiver",
            ["WEBHOOKTOOLS_SECRET"] = "secret-by-default",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=secret-of-the-collector",
        };
        await using RunningListener listener = await RunningListener.StartAsync(
            [
                "--scheme", "GitHub", "--secret-env", "A_SECRET", "--token-env", "B_TOKEN", "--token-env", "C_TOKEN", "--read-token-env", "D_TOKEN",
                "--forward-to", "http://127.0.0.1:1/", "--forward-scheme", "GitHub", "--forward-secret-env", "E_SECRET", "--forward-token-env", "F_TOKEN", "--forward-maximum-retry-count", "0",
                "--exec", "sh", "--exec-arg=-c", "--exec-arg", "env > variables",
            ],
            new Dictionary<string, string>(secrets, StringComparer.Ordinal) { ["NOT_OURS"] = "kept" });
        (await CliProcess.RunAsync(["send", listener.Uri + "/hook", "--body", "{}", "--scheme", "GitHub", "--secret-env", "A_SECRET", "--token-env", "B_TOKEN"], environment: secrets)).ShouldExitWith(0);

        await listener.StopAsync();

        string variables = await ReadAsync(listener, "variables");
        Assert.DoesNotContain("secret", variables, StringComparison.Ordinal);
        Assert.All(secrets.Keys, name => Assert.DoesNotContain(name + "=", variables, StringComparison.Ordinal));
        Assert.Contains("NOT_OURS=kept", variables, StringComparison.Ordinal);
        Assert.Contains("WEBHOOK_ID=", variables, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_ignores_its_input_and_writes_a_lot_does_no_harm()
    {
        // The script never writes to a closed pipe, because the resulting message would depend on the machine.
        await using RunningListener listener = await StartAsync("exec <&-; lines() { head -c 1000000 /dev/zero | tr '\\0' y; echo; }; lines; lines >&2; echo end >&2; touch \"$1/done\"");

        await PostAsync(listener, "/", $$"""{"name":"{{new string('x', 500_000)}}"}""");
        CliResult result = await listener.StopAsync();

        Assert.True(File.Exists(Path.Combine(listener.Folder, "done")));
        Assert.InRange(result.ErrorBytes.Length, 1000, 20_000);
        Assert.Contains(@"y\nend", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_program_is_named_at_the_start()
    {
        (await CliProcess.RunAsync(["listen", "--port", "0", "--exec", "no-such-program"])).ShouldFail(2, "CommandNotFound", "'no-such-program'");
        (await CliProcess.RunAsync(["listen", "--port", "0", "--exec", "./not/there"])).ShouldFail(2, "CommandNotFound", "'./not/there'");
        (await CliProcess.RunAsync(["listen", "--port", "0", "--exec-arg", "x"])).ShouldFail(2, "OptionNeeds", "--exec-arg", "--exec");
    }

    private static Task<RunningListener> StartAsync(string script, string? argument = null) => StartAsync([], script, argument);

    /// <summary>Runs the script with the listener's folder as its first argument.</summary>
    private static Task<RunningListener> StartAsync(string[] options, string script, string? argument = null)
    {
        string[] last = argument is null ? [] : ["--exec-arg", argument];
        return RunningListener.StartAsync([.. options, "--exec", "sh", "--exec-arg=-c", "--exec-arg", script, "--exec-arg", "hook", "--exec-arg", ".", .. last]);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // A process that has ended, but has not been waited for by its parent, has no command line.
    private static bool IsRunning(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits until the listener has begun to stop: it accepts no more requests.</summary>
    private async Task WaitForRefusalAsync(RunningListener listener)
    {
        try
        {
            while (true)
            {
                using HttpResponseMessage response = await _client.GetAsync(new Uri(listener.Uri + "/health/live"), TestContext.Current.CancellationToken);
            }
        }
        catch (HttpRequestException)
        {
        }
    }

    private static Task<string> ReadAsync(RunningListener listener, string file) =>
        File.ReadAllTextAsync(Path.Combine(listener.Folder, file), TestContext.Current.CancellationToken);

    private async Task PostAsync(RunningListener listener, string path, string body)
    {
        string target = path.Length > 1 ? path : "/hook";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _client.PostAsync(new Uri(listener.Uri + target), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
