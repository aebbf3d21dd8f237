using System.Globalization;
using System.Net;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Limits;

public sealed class RateLimitTests
{
    // The clock is stopped at 30 seconds past the minute.
    private const string Rejected = """{"detail":"Rate limit exceeded. Try again in 30 seconds."}""";

    [Fact]
    public async Task Every_response_states_the_limit_and_the_remaining_requests()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { RateLimitPerAddress = 3, RateLimitTotal = 10 });

        foreach ((string path, string remaining) in new[] { ("/hook", "2"), ("/nothing", "1"), ("/webhook", "0") })
        {
            using HttpResponseMessage response = await listener.PostAsync(path, "{}");
            Assert.Equal("3", ResponseAssert.Header(response, "X-RateLimit-Limit"));
            Assert.Equal(remaining, ResponseAssert.Header(response, "X-RateLimit-Remaining"));
            Assert.Equal(NextMinute(), ResponseAssert.Header(response, "X-RateLimit-Reset"));
        }
    }

    [Fact]
    public async Task A_request_above_the_limit_is_told_when_to_retry()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { RateLimitPerAddress = 1, RateLimitTotal = 10 });
        (await listener.PostAsync("/hook", "{}")).Dispose();

        HttpResponseMessage response = await listener.PostAsync("/hook", "{}");

        Assert.Equal("30", ResponseAssert.Header(response, "Retry-After"));
        Assert.Equal("0", ResponseAssert.Header(response, "X-RateLimit-Remaining"));
        await ResponseAssert.EqualAsync(response, 429, Rejected);
        Assert.Single(listener.Journal.Entries);
        Assert.Equal(1, listener.Listener.Statistics.Rejected);
    }

    [Fact]
    public async Task A_window_starts_at_the_full_minute()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { RateLimitPerAddress = 1 });
        (await listener.PostAsync("/hook", "{}")).Dispose();

        listener.Clock.Advance(TimeSpan.FromSeconds(29));
        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{}"), 429, """{"detail":"Rate limit exceeded. Try again in 1 seconds."}""");
        listener.Clock.Advance(TimeSpan.FromSeconds(1));
        using HttpResponseMessage next = await listener.PostAsync("/hook", "{}");

        Assert.Equal(200, (int)next.StatusCode);
    }

    [Fact]
    public async Task The_total_limit_applies_too()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { RateLimitPerAddress = 100, RateLimitTotal = 1 });
        (await listener.PostAsync("/hook", "{}")).Dispose();

        HttpResponseMessage response = await listener.PostAsync("/hook", "{}");

        Assert.Equal("1", ResponseAssert.Header(response, "X-RateLimit-Limit"));
        await ResponseAssert.EqualAsync(response, 429, Rejected);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("signature")]
    [InlineData("path")]
    [InlineData("network")]
    public async Task Unauthorized_requests_have_a_total_of_their_own(string kind)
    {
        WebhookSecret secret = WebhookSecret.FromText("a-secret-for-tests");
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            RateLimitPerAddress = 100,
            RateLimitTotal = 2,
            Tokens = kind is "token" ? [secret] : [],
            Scheme = kind is "signature" ? SignatureSchemes.Get("GitLabToken") : null,
            Secrets = kind is "signature" ? [secret] : [],
            TrustedProxies = [SourceNetwork.Parse("127.0.0.1")],
            AllowedNetworks = kind is "network" ? [SourceNetwork.Parse("192.0.2.0/24")] : [],
        });

        List<int> unauthorized = [];
        List<int> authorized = [];
        for (int count = 0; count < 4; count++)
        {
            unauthorized.Add(await PostAsync(kind is "path" ? "/nowhere" : "/hook", "198.51.100.1", "wrong"));
        }

        for (int count = 0; count < 3; count++)
        {
            authorized.Add(await PostAsync("/hook", "192.0.2.1", secret.Reveal()));
        }

        int status = kind switch { "path" => 404, "network" => 403, _ => 401 };
        Assert.Equal([status, status, 429, 429], unauthorized);
        Assert.Equal([200, 200, 429], authorized);

        async Task<int> PostAsync(string path, string from, string credential)
        {
            using HttpResponseMessage response = await listener.PostAsync(path, "{}", ("X-Forwarded-For", from), ("Authorization", "Bearer " + credential), ("X-Gitlab-Token", credential));
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData(false, 503)]
    [InlineData(true, 429)]
    public async Task Alertmanager_gets_a_status_that_it_retries(bool with429, int status)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { RateLimitPerAddress = 1, RateLimitAlertmanagerWith429 = with429 });
        (await listener.PostAsync("/hook", "{}")).Dispose();

        HttpResponseMessage response = await listener.PostAsync("/webhook", Samples.Text("alertmanager-firing.json"), ("User-Agent", "Alertmanager/0.25.0"));

        Assert.Equal("30", ResponseAssert.Header(response, "Retry-After"));
        await ResponseAssert.EqualAsync(response, status, Rejected);
    }

    [Fact]
    public async Task Probes_are_not_rate_limited()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { RateLimitPerAddress = 1 });

        for (int count = 0; count < 5; count++)
        {
            using HttpResponseMessage response = await listener.GetAsync("/health");
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal("1", ResponseAssert.Header(response, "X-RateLimit-Remaining"));
        }
    }

    [Fact]
    public async Task Without_a_limit_there_are_no_limit_headers()
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.PostAsync("/hook", "{}");

        Assert.False(response.Headers.Contains("X-RateLimit-Limit"));
    }

    [Fact]
    public async Task Sixteen_clients_at_once_get_exactly_the_limit()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { RateLimitPerAddress = 100, RateLimitTotal = 1000 });

        int[] statuses = (await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            var mine = new List<int>();
            for (int count = 0; count < 25; count++)
            {
                using HttpResponseMessage response = await listener.PostAsync("/hook", "{}");
                mine.Add((int)response.StatusCode);
            }

            return mine;
        }))).SelectMany(mine => mine).ToArray();

        Assert.Equal(100, statuses.Count(status => status == 200));
        Assert.Equal(300, statuses.Count(status => status == 429));
        Assert.Equal(100, listener.Journal.Entries.Count);
    }

    [Fact]
    public void Each_address_has_its_own_limit_and_all_share_the_total()
    {
        var limits = new RequestRateLimits(perAddress: 2, total: 3, new ManualTimeProvider(TestListener.Start));
        IPAddress first = IPAddress.Parse("192.0.2.1");
        IPAddress second = IPAddress.Parse("192.0.2.2");

        Assert.Equal([true, true, false], [Take(limits, first), Take(limits, first), Take(limits, first)]);
        Assert.Equal([true, false], [Take(limits, second), Take(limits, second)]);
    }

    [Fact]
    public void An_address_above_its_limit_does_not_use_up_the_total()
    {
        var limits = new RequestRateLimits(perAddress: 2, total: 4, new ManualTimeProvider(TestListener.Start));
        for (int count = 0; count < 50; count++)
        {
            Take(limits, IPAddress.Parse("192.0.2.1"));
        }

        Assert.True(Take(limits, IPAddress.Parse("192.0.2.2")));
        Assert.True(Take(limits, IPAddress.Parse("192.0.2.2")));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void An_ipv6_network_is_one_client(string first, string second, bool isSame) =>
        Assert.Equal(isSame, AddressKey.Of(IPAddress.Parse(first)) == AddressKey.Of(IPAddress.Parse(second)));

    [Fact]
    public void Addresses_beyond_the_maximum_number_share_one_limit()
    {
        var limits = new RequestRateLimits(perAddress: 1, total: 0, new ManualTimeProvider(TestListener.Start));
        int allowed = Enumerable.Range(0, RateLimitWindow.MaximumAddresses + 500).Count(number => Take(limits, new IPAddress(number + 1L)));

        Assert.Equal(RateLimitWindow.MaximumAddresses + 1, allowed);
    }

    private static bool Take(RequestRateLimits limits, IPAddress address) => limits.Take(address).IsAllowed;

    private static string NextMinute() => (TestListener.Start.ToUnixTimeSeconds() + 30).ToString(CultureInfo.InvariantCulture);
}
