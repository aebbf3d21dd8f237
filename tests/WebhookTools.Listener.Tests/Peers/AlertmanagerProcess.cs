using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using WebhookTools.Listener.Http;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Peers;

/// <summary>A real Alertmanager that notifies a receiver immediately and repeats notifications every second. It is killed at the end.</summary>
internal sealed partial class AlertmanagerProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly HttpClient _client = new();
    private Task _log = Task.CompletedTask;

    private AlertmanagerProcess(Uri receiver)
    {
        File.WriteAllText(_folder.File("alertmanager.yml"), $"""
            route:
              receiver: listener
              group_by: [alertname]
              group_wait: 50ms
              group_interval: 250ms
              repeat_interval: 1s
            receivers:
              - name: listener
                webhook_configs:
                  - url: {receiver}
                    send_resolved: true
            """);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("prometheus-alertmanager")
            {
                // Port 0 selects a free port, which the log contains.
                ArgumentList = { "--config.file=" + _folder.File("alertmanager.yml"), "--storage.path=" + _folder.File("data"), "--web.listen-address=127.0.0.1:0", "--cluster.listen-address=" },
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
    }

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    /// <summary>Starts Alertmanager. Skips the test if it is not installed.</summary>
    public static async Task<AlertmanagerProcess> StartOrSkipAsync(Uri receiver)
    {
        var alertmanager = new AlertmanagerProcess(receiver);
        try
        {
            await alertmanager.StartAsync();
            return alertmanager;
        }
        catch
        {
            await alertmanager.DisposeAsync();
            throw;
        }
    }

    /// <summary>Posts an alert, as Prometheus does.</summary>
    /// <param name="isOver">True if the alert is resolved.</param>
    public async Task TellAsync(string name, bool isOver = false)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        object alert = new
        {
            labels = new { alertname = name, severity = "critical", @namespace = "production" },
            annotations = new { summary = name + " on node-7" },
            startsAt = now.AddMinutes(-1),
            endsAt = isOver ? now : now.AddHours(1),
        };
        using HttpResponseMessage response = await _client.PostAsJsonAsync("/api/v2/alerts", new[] { alert }, Canceled);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        try
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            await _log;
        }
        catch (InvalidOperationException)
        {
            // The process was not started.
        }

        _process.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex("""msg="Listening on" address=(?<address>[0-9.:]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();

    private async Task StartAsync()
    {
        try
        {
            _process.Start();
        }
        catch (Win32Exception)
        {
            Assert.Skip("prometheus-alertmanager is not installed");
        }

        string? line;
        Match address;
        do
        {
            line = await _process.StandardError.ReadLineAsync(Canceled);
            Assert.NotNull(line);
            address = Listening().Match(line);
        }
        while (!address.Success);

        // Continues to read, because a full pipe would block the process.
        _log = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _client.BaseAddress = new Uri("http://" + address.Groups["address"].Value);
    }
}
