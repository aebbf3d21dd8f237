using System.Text;
using System.Text.Json;
using WebhookTools.Core;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Rejections;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Rejections;

public sealed class RejectedLogTests : IDisposable
{
    private static readonly WebhookSecret Secret = WebhookSecret.FromText("It's a Secret to Everybody");
    private readonly TemporaryFolder _folder = new();

    private string RejectedPath => _folder.File("webhook.rejected.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_log_is_beside_the_journal() => Assert.Equal(_folder.File("webhook.rejected.log"), RejectedLogOptions.PathBeside(_folder.File("webhook.log")));

    [Fact]
    public async Task A_rejected_webhook_is_recorded_with_its_verdict_and_all_bytes()
    {
        const string Body = "{ \"a\": 1 }\r\n";
        (string, string) signature;
        await using (TestListener listener = await StartAsync())
        {
            signature = Sign(listener, Secret, "{\"a\":1}");
            using HttpResponseMessage response = await listener.PostAsync("/hooks/ci", Body, signature, ("Authorization", "Bearer t0ken"));
            Assert.Equal(401, (int)response.StatusCode);
        }

        string line = Assert.Single(await ReadLinesAsync());
        using JsonDocument document = JsonDocument.Parse(line);
        Assert.Equal("invalid", document.RootElement.GetProperty("signature").GetString());
        Assert.Contains("does not match", document.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("/hooks/ci", document.RootElement.GetProperty("path").GetString());
        Assert.DoesNotContain("t0ken", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret.Reveal(), line, StringComparison.Ordinal);
        CapturedRequest captured = CapturedRequestParser.Parse(line);
        Assert.Equal(Body, Encoding.UTF8.GetString(captured.Body!.ReadAll().Span));
        Assert.Equal(SignatureVerdict.Valid, Verify(captured with { Body = WebhookBody.FromText("{\"a\":1}") }).Verdict);
    }

    [Fact]
    public async Task Accepted_webhooks_are_not_recorded()
    {
        await using (TestListener listener = await StartAsync())
        {
            using HttpResponseMessage response = await listener.PostAsync("/hook", "{}", Sign(listener, Secret, "{}"));
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Empty(await ReadLinesAsync());
    }

    [Fact]
    public async Task Nothing_is_recorded_by_default()
    {
        await using (TestListener listener = await StartAsync(options => options with { RejectedLog = null }))
        {
            using HttpResponseMessage response = await listener.PostAsync("/hook", "{}");
            Assert.Equal(401, (int)response.StatusCode);
        }

        Assert.False(File.Exists(RejectedPath));
    }

    [Theory]
    [InlineData("no json\0\u00ff")]
    [InlineData("")]
    public async Task A_body_that_is_not_json_is_recorded(string body)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(body);
        await using (TestListener listener = await StartAsync())
        {
            (await listener.PostAsync("/hook", bytes)).Dispose();
        }

        Assert.Equal(bytes, CapturedRequestParser.Parse(Assert.Single(await ReadLinesAsync())).Body!.ReadAll().ToArray());
    }

    [Fact]
    public async Task A_very_long_body_is_truncated_and_its_length_recorded()
    {
        byte[] body = new byte[RejectionRecorder.MaximumBody + 10];
        Array.Fill(body, (byte)'x');
        await using (TestListener listener = await StartAsync(options => options with { DiagnoseRejections = true }))
        {
            (await listener.PostAsync("/hook", body)).Dispose();
        }

        string line = Assert.Single(await ReadLinesAsync());
        using JsonDocument document = JsonDocument.Parse(line);
        Assert.Equal(body.Length, document.RootElement.GetProperty("bodyLength").GetInt32());
        Assert.Equal(RejectionRecorder.MaximumBody, document.RootElement.GetProperty("bodyBase64").GetBytesFromBase64().Length);
        Assert.Null(CapturedRequestParser.Parse(line).Body);
    }

    [Fact]
    public async Task A_flood_is_counted_and_not_recorded()
    {
        TestListener listener = await StartAsync();
        await using (listener)
        {
            await PostManyAsync(listener, 50);
            Assert.Equal(RejectionRecorder.PerMinuteOfOneAddress, await CountAsync(listener));
            listener.Clock.Advance(TimeSpan.FromMinutes(1));
            await PostManyAsync(listener, 1);
        }

        Assert.Equal(RejectionRecorder.PerMinuteOfOneAddress + 1, (await ReadLinesAsync()).Length);
        Assert.Contains(listener.Log, entry => entry.EventId is "RefusalsNotKept" && entry.Message.StartsWith("30 ", StringComparison.Ordinal));

        async Task<int> CountAsync(TestListener running)
        {
            // The log is written in the background and buffered until the clock has advanced by a second.
            int count = 0;
            await Eventually.TrueAsync(() =>
            {
                running.Clock.Advance(TimeSpan.FromMilliseconds(1));
                count = File.Exists(RejectedPath) ? CountLines() : 0;
                return count >= RejectionRecorder.PerMinuteOfOneAddress;
            });
            return count;
        }
    }

    [Fact]
    public async Task The_size_of_the_files_is_limited()
    {
        string body = new('x', 20_000);
        await using (TestListener listener = await StartAsync(options => options with
        {
            RejectedLog = new RejectedLogOptions { Path = RejectedPath, MaximumSize = JournalOptions.SmallestMaximumSize, RetainedFileCount = 2 },
        }))
        {
            for (int minute = 0; minute < 4; minute++)
            {
                for (int count = 0; count < RejectionRecorder.PerMinuteOfOneAddress; count++)
                {
                    (await listener.PostAsync("/hook", body)).Dispose();
                }

                listener.Clock.Advance(TimeSpan.FromMinutes(1));
            }
        }

        string[] files = Directory.GetFiles(_folder.Path, "webhook.rejected*.log");
        Assert.InRange(files.Length, 2, 3);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, JournalOptions.SmallestMaximumSize));
    }

    [Fact]
    public async Task The_cause_is_logged_and_never_sent_to_the_sender()
    {
        TestListener listener = await StartAsync(options => options with { DiagnoseRejections = true });
        await using (listener)
        {
            await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{\"a\":1}", Sign(listener, Secret, "{\"a\":1}\n")), 401, """{"detail":"Invalid signature."}""");
        }

        ListenerLogEntry told = Assert.Single(listener.Log, entry => entry.EventId is "SignatureDiagnosed");
        Assert.Contains("newline", told.Message, StringComparison.OrdinalIgnoreCase);
        string expected = Sign(listener, Secret, "{\"a\":1}").Value["sha256=".Length..];
        Assert.DoesNotContain(listener.Log, entry => entry.Message.Contains(expected, StringComparison.OrdinalIgnoreCase) || entry.Message.Contains(Secret.Reveal(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Diagnosis_needs_neither_a_log_of_rejections_nor_a_scheme_name()
    {
        TestListener listener = await StartAsync(options => options with { DiagnoseRejections = true, RejectedLog = null, Scheme = SignatureSchemes.Auto });
        await using (listener)
        {
            (await listener.PostAsync("/hook", "{\"a\":1}", Sign(listener, WebhookSecret.FromText(Secret.Reveal() + "\n"), "{\"a\":1}"))).Dispose();
        }

        Assert.Contains("GitHub: The s", Assert.Single(listener.Log, entry => entry.EventId is "SignatureDiagnosed").Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_flood_is_not_diagnosed()
    {
        TestListener listener = await StartAsync(options => options with { DiagnoseRejections = true });
        await using (listener)
        {
            await PostManyAsync(listener, 50);
        }

        Assert.InRange(listener.Log.Count(entry => entry.EventId is "SignatureDiagnosed"), 1, 12);
    }

    [Fact]
    public async Task A_log_that_another_listener_owns_is_an_error_at_start()
    {
        await using TestListener listener = await StartAsync();

        WebhookException error = await Assert.ThrowsAnyAsync<WebhookException>(() => StartAsync());

        Assert.Contains(RejectedPath, error.Message, StringComparison.Ordinal);
    }

    private static (string Name, string Value) Sign(TestListener listener, WebhookSecret secret, string body)
    {
        SignatureResult result = SignatureSchemes.Get("GitHub").Sign(
            new SignatureRequest { Body = WebhookBody.FromText(body) }, [secret], SignatureOptions.Default, listener.Clock, SystemRandomSource.Instance);
        return (result.Headers[0].Key, result.Headers[0].Value);
    }

    private static SignatureVerification Verify(CapturedRequest captured) => SignatureSchemes.Get("GitHub").Verify(
        captured.ToSignatureRequest(), captured.ToSignatureHeaders(), [Secret], SignatureOptions.Default, TimeProvider.System);

    private static async Task PostManyAsync(TestListener listener, int count)
    {
        for (int number = 0; number < count; number++)
        {
            using HttpResponseMessage response = await listener.PostAsync("/hook", "{}", ("X-Hub-Signature-256", "sha256=" + new string('0', 64)));
            Assert.Equal(401, (int)response.StatusCode);
        }
    }

    private Task<TestListener> StartAsync(Func<ListenerOptions, ListenerOptions>? change = null) => TestListener.StartAsync(options =>
    {
        ListenerOptions signed = options with
        {
            Scheme = SignatureSchemes.Get("GitHub"),
            Secrets = [Secret],
            RejectedLog = new RejectedLogOptions { Path = RejectedPath },
        };
        return change?.Invoke(signed) ?? signed;
    });

    private int CountLines()
    {
        using var file = new FileStream(RejectedPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Count(static character => character == '\n');
    }

    private async Task<string[]> ReadLinesAsync() => await File.ReadAllLinesAsync(RejectedPath, TestContext.Current.CancellationToken);
}
