using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class SendTests
{
    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["HOOK_SECRET"] = "a-secret-of-the-hook",
        ["API_TOKEN"] = "a-token-of-the-api",
        ["PASSWORD"] = "a-password-of-the-user",
    };

    [Fact]
    public async Task A_body_is_posted_byte_for_byte_and_signed()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        byte[] body = [0x7b, 0x20, 0x22, 0x61, 0x22, 0x3a, 0x31, 0x7d, 0x0a, 0xff];

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--scheme", "GitHub", "--secret-env", "HOOK_SECRET"], body, Secrets);

        Assert.StartsWith($"200 {receiver.Uri} 1 attempt ", result.ShouldExitWith(0).Output, StringComparison.Ordinal);
        ReceivedRequest request = Assert.Single(receiver.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal(body, request.Body);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secrets["HOOK_SECRET"]), body));
        Assert.Equal($"sha256={signature}", request.Headers["X-Hub-Signature-256"]);
    }

    [Fact]
    public async Task A_captured_request_is_resent_byte_for_byte_with_a_new_signature()
    {
        const string Body = "{ \"a\": 1 }\r\n";
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        string capture = $"PUT /in HTTP/1.1\r\nHost: example.com\r\nContent-Type: text/plain\r\nX-Event: e\r\nX-Hub-Signature-256: sha256=00\r\n\r\n{Body}";

        (await CliProcess.RunAsync(["send", receiver.Uri, "--request", "-"], capture)).ShouldExitWith(0);
        (await CliProcess.RunAsync(["send", receiver.Uri, "--request", "-", "--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--method", "post"], capture, Secrets)).ShouldExitWith(0);

        ReceivedRequest[] requests = [.. receiver.Requests];
        Assert.Equal(["PUT", "POST"], requests.Select(request => request.Method).ToArray());
        Assert.All(requests, request => Assert.Equal((Body, "text/plain", "e"), (request.Text, request.Headers["Content-Type"].ToString(), request.Headers["X-Event"].ToString())));
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secrets["HOOK_SECRET"]), Encoding.UTF8.GetBytes(Body)));
        Assert.Equal(["sha256=00", $"sha256={signature}"], requests.Select(request => request.Headers["X-Hub-Signature-256"].ToString()).ToArray());
    }

    [Fact]
    public async Task Neither_results_nor_errors_show_the_query_of_the_address()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        string address = receiver.Uri + "?sig=abc123&x=1";

        CliResult sent = await CliProcess.RunAsync(["send", address, "--body", "{}", "--verbose"]);
        CliResult json = await CliProcess.RunAsync(["send", address, "--body", "{}", "--json"]);
        CliResult failed = await CliProcess.RunAsync(["send", "http://127.0.0.1:1/?sig=abc123&x=1", "--body", "{}", "--verbose", "--maximum-retry-count", "1", "--retry-interval-sec", "0"]);

        Assert.StartsWith($"200 {receiver.Uri}?sig=***&x=*** 1 attempt ", sent.ShouldExitWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("attempt 1 to ", sent.Error, StringComparison.Ordinal);
        Assert.Contains("?sig=***&x=***", failed.ShouldExitWith(1).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", sent.Output + sent.Error + json.ShouldExitWith(0).Output + failed.Output + failed.Error, StringComparison.Ordinal);
        Assert.Equal(2, receiver.Requests.Count);
    }

    [Fact]
    public async Task The_address_of_a_redirect_is_masked_in_json()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "https://user:abc123@h.example/y?sig=abc123#abc123";
            return Task.CompletedTask;
        });

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}", "--json"]);

        Assert.Contains("\"Location\":\"https://h.example/y?sig=***#***\"", result.ShouldExitWith(1).Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("abc123", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_captured_request_is_not_changed() =>
        Assert.Contains("--flatten", (await CliProcess.RunAsync(["send", "http://127.0.0.1:1/", "--request", "-", "--flatten"], "POST / HTTP/1.1\nHost: a\n\n{}")).ShouldExitWith(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_transformation_reads_the_body_as_json()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--flatten", "--as-array", "--body", """{"disk":{"root":{"free":1,"inodes":null}}}"""]);

        result.ShouldExitWith(0);
        Assert.Equal("""[{"disk.root.free":1}]""", Assert.Single(receiver.Requests).Text);
    }

    [Fact]
    public async Task Each_value_is_a_request_of_its_own_in_its_order()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--each", "--json"], "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n");

        Assert.Equal(3, result.ShouldExitWith(0).Lines.Length);
        Assert.All(result.Lines, line => Assert.Contains("\"statusCode\":200", line, StringComparison.Ordinal));
        Assert.Equal(["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"], receiver.Requests.Select(request => request.Text));
    }

    [Fact]
    public async Task Requests_are_sent_concurrently_on_request()
    {
        var both = new Barrier(2);
        await using TestReceiver receiver = await TestReceiver.StartAsync(async (_, _) => await Task.Run(() => Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)))));

        // The receiver responds to neither request before both have arrived.
        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--each", "--throttle-limit", "2", "--maximum-retry-count", "0"], "1\n2\n");

        Assert.Equal(2, result.ShouldExitWith(0).Lines.Length);
    }

    [Fact]
    public async Task Arrays_are_sent_as_they_fill()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        (await CliProcess.RunAsync(["send", receiver.Uri, "--as-array", "--batch-size", "2"], "1\n2\n3\n")).ShouldExitWith(0);

        Assert.Equal(["[1,2]", "[3]"], receiver.Requests.Select(request => request.Text));
    }

    [Fact]
    public async Task More_than_one_value_is_rejected_before_anything_is_sent()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--flatten"], "{}\n{}\n");

        result.ShouldFail(1, "InputNotSingle", "--each", "--as-array");
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task Invalid_json_is_rejected_before_anything_is_sent()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--omit-null", "--body", "{\"a\":"]);

        result.ShouldExitWith(1);
        Assert.StartsWith("error Json", result.Error, StringComparison.Ordinal);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task Headers_method_and_content_type_can_be_set()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        (await CliProcess.RunAsync(["send", receiver.Uri, "--method", "put", "--content-type", "text/plain", "--header", "X-One: 1", "--header", "X-Two: b:c", "--body", "x"])).ShouldExitWith(0);

        ReceivedRequest request = Assert.Single(receiver.Requests);
        Assert.Equal("PUT", request.Method);
        Assert.Equal("text/plain", request.Headers["Content-Type"]);
        Assert.Equal("1", request.Headers["X-One"]);
        Assert.Equal("b:c", request.Headers["X-Two"]);
    }

    [Fact]
    public async Task A_token_is_sent_as_bearer_and_shown_nowhere()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) => AnswerAsync(context, 401, $"not you, {context.Request.Headers.Authorization}"));

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--token-env", "API_TOKEN", "--body", "{}", "--json", "--verbose"], environment: Secrets);

        Assert.Equal("Bearer a-token-of-the-api", Assert.Single(receiver.Requests).Headers["Authorization"]);
        result.ShouldExitWith(1);
        Assert.DoesNotContain("a-token-of-the-api", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_and_password_are_sent_as_basic()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        (await CliProcess.RunAsync(["send", receiver.Uri, "--basic", "ann", "--password-env", "PASSWORD", "--body", "{}"], environment: Secrets)).ShouldExitWith(0);

        Assert.Equal("Basic " + Convert.ToBase64String("ann:a-password-of-the-user"u8), Assert.Single(receiver.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task A_user_requires_a_password()
    {
        (await CliProcess.RunAsync(["send", "http://127.0.0.1:1/", "--basic", "ann", "--body", "{}"])).ShouldFail(2, "OptionNeeds", "--password-env");
    }

    [Fact]
    public async Task A_secret_without_a_scheme_is_wrong_usage()
    {
        (await CliProcess.RunAsync(["send", "http://127.0.0.1:1/", "--secret-env", "HOOK_SECRET", "--body", "{}"], environment: Secrets)).ShouldFail(2, "SecretWithoutScheme", "--scheme");
    }

    [Fact]
    public async Task A_receiver_that_recovers_gets_the_next_attempt()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, count) => AnswerAsync(context, count == 1 ? 503 : 202, "later"));

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}", "--retry-interval-sec", "0.01", "--verbose"]);

        Assert.StartsWith($"202 {receiver.Uri} 2 attempts ", result.ShouldExitWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("attempt 1", result.Error, StringComparison.Ordinal);
        Assert.Contains("503", result.Error, StringComparison.Ordinal);
        Assert.Contains("Retrying in", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_fails_at_once_and_shows_the_response_body()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) => AnswerAsync(context, 400, "{\"detail\":\"no \u001b[31mred\"}"));

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}"]);

        result.ShouldExitWith(1);
        Assert.Empty(result.Output);
        Assert.Contains("400", result.Error, StringComparison.Ordinal);
        Assert.Contains("{\"detail\":\"no \\u001b[31mred\"}", result.Error, StringComparison.Ordinal);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task A_failure_as_json_names_its_cause()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) => AnswerAsync(context, 403, "no"));

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}", "--json"]);

        using JsonDocument json = JsonDocument.Parse(Assert.Single(result.ShouldExitWith(1).Lines));
        Assert.False(json.RootElement.GetProperty("isSuccess").GetBoolean());
        Assert.Equal(403, json.RootElement.GetProperty("statusCode").GetInt32());
        Assert.Equal("no", json.RootElement.GetProperty("responseBody").GetString());
        Assert.Equal("authentication-failed", json.RootElement.GetProperty("error").GetProperty("kind").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("error").GetProperty("recommendedAction").GetString()!);
    }

    [Fact]
    public async Task One_failure_fails_the_job_but_not_the_other_requests()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, count) => AnswerAsync(context, count == 2 ? 400 : 200, "x"));

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--each"], "1\n2\n3\n");

        Assert.Equal(2, result.ShouldExitWith(1).Lines.Length);
        Assert.Equal(3, receiver.Requests.Count);
        Assert.Contains("3 sent: 2 delivered, 1 failed", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fail-on-body", "\"ok\":false", 1)]
    [InlineData("--fail-on-body", "\"ok\":true", 0)]
    [InlineData("--success-body", "\"ok\":true", 1)]
    [InlineData("--success-body", "\"ok\":false", 0)]
    public async Task A_200_with_a_failure_in_its_body_is_a_failure_on_request(string option, string pattern, int exitCode)
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) => AnswerAsync(context, 200, "{\"ok\":false}"));

        (await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}", "--maximum-retry-count", "0", option, pattern])).ShouldExitWith(exitCode);
    }

    [Fact]
    public async Task An_invalid_pattern_is_wrong_usage()
    {
        (await CliProcess.RunAsync(["send", "http://127.0.0.1:1/", "--fail-on-body", "("])).ShouldBeWrongUsage("--fail-on-body", "regular expression");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_names_the_new_address()
    {
        await using TestReceiver target = await TestReceiver.StartAsync();
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 308;
            context.Response.Headers.Location = target.Uri;
            return Task.CompletedTask;
        });

        CliResult rejected = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}"]);
        CliResult followed = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}", "--maximum-redirection", "1"]);

        Assert.Contains(target.Uri, rejected.ShouldExitWith(1).Error, StringComparison.Ordinal);
        followed.ShouldExitWith(0);
        Assert.Equal("{}", Assert.Single(target.Requests).Text);
    }

    [Fact]
    public async Task A_refused_connection_is_reported()
    {
        CliResult result = await CliProcess.RunAsync(["send", "http://127.0.0.1:1/", "--body", "{}", "--maximum-retry-count", "0"]);

        result.ShouldFail(1, "ConnectionRefused", "127.0.0.1:1");
    }

    [Fact]
    public async Task An_unknown_host_is_reported()
    {
        CliResult result = await CliProcess.RunAsync(["send", "http://no-such-host.invalid/", "--body", "{}", "--maximum-retry-count", "0"]);

        result.ShouldExitWith(1);
        Assert.Contains("no-such-host.invalid", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_never_responds_times_out()
    {
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));

        CliResult result = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}", "--timeout-sec", "0.2", "--maximum-retry-count", "0", "--json"]);

        Assert.Contains("\"kind\":\"timeout\"", result.ShouldExitWith(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_rejected_unless_the_check_is_skipped()
    {
        using X509Certificate2 certificate = CreateCertificate();
        await using TestReceiver receiver = await TestReceiver.StartAsync((_, _) => Task.CompletedTask, certificate);

        CliResult rejected = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}", "--json"]);
        CliResult skipped = await CliProcess.RunAsync(["send", receiver.Uri, "--body", "{}", "--skip-certificate-check"]);

        Assert.Contains("\"kind\":\"certificate-invalid\"", rejected.ShouldExitWith(1).Output, StringComparison.Ordinal);
        skipped.ShouldExitWith(0);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task A_body_file_is_streamed()
    {
        using var folder = new TemporaryFolder();
        byte[] body = new byte[5 * 1024 * 1024];
        body.AsSpan().Fill((byte)'a');
        await File.WriteAllBytesAsync(folder.File("body"), body, TestContext.Current.CancellationToken);
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        (await CliProcess.RunAsync(["send", receiver.Uri, "--in-file", folder.File("body")])).ShouldExitWith(0);

        Assert.Equal(body, Assert.Single(receiver.Requests).Body);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task A_signal_ends_the_wait_for_the_next_attempt_at_once(PosixSignal signal)
    {
        Tool.RequirePosix();
        await using TestReceiver receiver = await TestReceiver.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "250";
            return AnswerAsync(context, 503, "later");
        });
        await using CliProcess process = CliProcess.Start(["send", receiver.Uri, "--body", "{}"]);
        await receiver.WaitAsync();

        process.Signal(signal);

        CliResult result = await process.WaitAsync();
        Assert.Contains("interrupted", result.ShouldExitWith(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_ends_the_wait_for_standard_input_at_once()
    {
        Tool.RequirePosix();
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        await using CliProcess process = CliProcess.Start(["send", receiver.Uri, "--each"]);
        await process.Input.WriteAsync("{\"n\":1}\n");
        await process.Input.FlushAsync(TestContext.Current.CancellationToken);
        await receiver.WaitAsync();

        process.Signal(PosixSignal.SIGINT);

        (await process.WaitAsync()).ShouldExitWith(3);
    }

    [Fact]
    public async Task Closed_output_does_not_stop_the_sending()
    {
        Tool.Require("bash", "head", "seq");
        await using TestReceiver receiver = await TestReceiver.StartAsync();

        CliResult result = await CliProcess.RunToolAsync("bash", ["-c", "seq 20 | \"$0\" send \"$1\" --each | head -n 1; echo \"${PIPESTATUS[1]}\"", CliProcess.Executable, receiver.Uri]);

        Assert.Equal("0", result.ShouldExitWith(0).Lines[^1]);
        Assert.Equal(20, receiver.Requests.Count);
    }

    private static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
