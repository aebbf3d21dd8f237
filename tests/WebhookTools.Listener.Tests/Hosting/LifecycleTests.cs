using System.Net;
using System.Net.Sockets;
using WebhookTools.Core;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Hosting;

public sealed class LifecycleTests
{
    [Fact]
    public async Task It_listens_on_loopback_and_reports_the_bound_port()
    {
        await using TestListener listener = await TestListener.StartAsync();

        Assert.Equal("127.0.0.1", listener.Listener.Uri.Host);
        Assert.NotEqual(0, listener.Listener.Uri.Port);
        Assert.True(listener.Listener.IsRunning);
        Assert.Equal(TestListener.Start, listener.Listener.StartedAt);
        Assert.Contains(listener.Log, entry => string.Equals(entry.EventId, "ListenerStarted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_listens_on_ipv6_loopback_too()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 && CanBind(IPAddress.IPv6Loopback), "This machine has no IPv6.");
        await using TestListener listener = await TestListener.StartAsync(options => options with { Address = IPAddress.IPv6Loopback });

        HttpResponseMessage response = await listener.PostAsync("/webhook", """{"alerts":[{"labels":{"alertname":"A"},"fingerprint":"f"}]}""");

        Assert.Contains("http://[::1]:", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("::1", listener.Journal.Single.Remote);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using TestListener first = await TestListener.StartAsync();
        var journal = new MemoryJournal();

        WebhookException exception = await Assert.ThrowsAsync<WebhookException>(
            () => TestListener.StartAsync(options => options with { Port = first.Listener.Uri.Port }, journal));

        Assert.Equal(WebhookErrorKind.ResourceUnavailable, exception.Kind);
        Assert.Equal("PortInUse", exception.ErrorId);
        Assert.Contains($"port {first.Listener.Uri.Port} on 127.0.0.1", exception.Message, StringComparison.Ordinal);
        Assert.True(journal.IsDisposed);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named()
    {
        WebhookException exception = await Assert.ThrowsAsync<WebhookException>(
            () => TestListener.StartAsync(options => options with { Address = IPAddress.Parse("192.0.2.1"), AllowUnauthenticated = true }));

        Assert.Equal("AddressNotLocal", exception.ErrorId);
        Assert.Contains("192.0.2.1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_needs_a_privilege_is_named()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux(), "This account may listen on every port.");

        WebhookException exception = await Assert.ThrowsAsync<WebhookException>(() => TestListener.StartAsync(options => options with { Port = 81 }));

        Assert.Equal(("PortNotPermitted", WebhookErrorKind.PermissionDenied), (exception.ErrorId, exception.Kind));
    }

    [Fact]
    public async Task Stopping_completes_requests_in_flight_and_then_closes_the_journal()
    {
        var journal = new MemoryJournal { Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        await using TestListener listener = await TestListener.StartAsync(journal);
        Task<HttpResponseMessage> posted = listener.PostAsync("/hook", "{}");
        await Eventually.TrueAsync(() => journal.Appending == 1);

        Task stopped = listener.Listener.StopAsync(TestContext.Current.CancellationToken);

        Assert.False(listener.Listener.IsRunning);
        Assert.False(stopped.IsCompleted);
        Assert.False(journal.IsDisposed);
        journal.Hold.SetResult();
        using HttpResponseMessage response = await posted;
        Assert.True(response.IsSuccessStatusCode);
        await stopped;
        Assert.True(journal.IsDisposed);
        Assert.Single(journal.Entries);
        await Assert.ThrowsAsync<HttpRequestException>(() => listener.GetAsync("/health"));
    }

    [Fact]
    public async Task Stopping_does_not_exceed_its_timeout()
    {
        var journal = new MemoryJournal { Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        await using TestListener listener = await TestListener.StartAsync(options => options with { StopTimeout = TimeSpan.FromMilliseconds(200) }, journal);
        Task<HttpResponseMessage> posted = listener.PostAsync("/hook", "{}");
        await Eventually.TrueAsync(() => journal.Appending == 1);

        await listener.Listener.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(journal.IsDisposed);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => posted);
    }

    [Fact]
    public async Task Stopping_twice_has_no_effect()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await Task.WhenAll(
            listener.Listener.StopAsync(TestContext.Current.CancellationToken),
            listener.Listener.StopAsync(TestContext.Current.CancellationToken));
        await listener.Listener.DisposeAsync();
        await listener.Listener.DisposeAsync();

        Assert.False(listener.Listener.IsRunning);
        Assert.Single(listener.Log, entry => string.Equals(entry.EventId, "ListenerStopped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stopped_listener_releases_its_port()
    {
        TestListener first = await TestListener.StartAsync();
        int port = first.Listener.Uri.Port;
        await first.DisposeAsync();

        await using TestListener second = await TestListener.StartAsync(options => options with { Port = port });

        Assert.Equal(port, second.Listener.Uri.Port);
    }

    [Fact]
    public async Task An_exception_in_the_log_callback_has_no_effect()
    {
        await using WebhookListener listener = await WebhookListener.StartAsync(
            TestListener.Options, TimeProvider.System, () => new MemoryJournal(), _ => throw new InvalidOperationException("the operator's"), TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = listener.Uri };

        using HttpResponseMessage response = await client.PostAsync("/hook", new StringContent("nonsense"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static bool CanBind(IPAddress address)
    {
        try
        {
            using var probe = new TcpListener(address, 0);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
