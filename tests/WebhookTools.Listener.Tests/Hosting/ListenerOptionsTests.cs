using System.Net;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Hosting;

public sealed class ListenerOptionsTests
{
    public static TheoryData<string, Func<ListenerOptions, ListenerOptions>> Wrong { get; } = new()
    {
        { "OptionOutOfRange", options => options with { Port = -1 } },
        { "OptionOutOfRange", options => options with { Port = 65536 } },
        { "OptionOutOfRange", options => options with { MaximumBodySize = 0 } },
        { "OptionOutOfRange", options => options with { MaximumBodySize = (1L << 30) + 1 } },
        { "OptionOutOfRange", options => options with { MaximumConnections = 0 } },
        { "OptionOutOfRange", options => options with { MaximumConnectionsPerAddress = 0 } },
        { "OptionOutOfRange", options => options with { RateLimitTotal = -1 } },
        { "OptionOutOfRange", options => options with { RateLimitPerAddress = -1 } },
        { "OptionOutOfRange", options => options with { DeduplicationWindow = TimeSpan.FromSeconds(-1) } },
        { "OptionOutOfRange", options => options with { RequestHeadersTimeout = TimeSpan.Zero } },
        { "OptionOutOfRange", options => options with { MinimumBodyRateGracePeriod = TimeSpan.FromSeconds(1) } },
        { "BaseUriNotAbsolute", options => options with { BaseUri = new Uri("/alerts", UriKind.Relative) } },
        { "BaseUriNotAbsolute", options => options with { BaseUri = new Uri("ftp://example.org") } },
        { "TokenEmpty", options => options with { Tokens = [WebhookSecret.FromText(string.Empty)] } },
        { "TokenEmpty", options => options with { ReadTokens = [WebhookSecret.FromText(string.Empty)] } },
        { "AddressUnauthenticated", options => options with { Address = IPAddress.Any, ReadTokens = [WebhookSecret.FromText("t")] } },
        { "SignatureSchemeMissing", options => options with { Secrets = [WebhookSecret.FromText("s")] } },
        { "SignatureSecretMissing", options => options with { Scheme = SignatureSchemes.Get("GitHub") } },
        { "BasicCredentialInvalid", options => options with { BasicCredential = new NetworkCredential("a:b", "c") } },
        { "BasicCredentialInvalid", options => options with { BasicCredential = new NetworkCredential("a", string.Empty) } },
        { "AddressUnauthenticated", options => options with { Address = IPAddress.Any } },
        { "AddressUnauthenticated", options => options with { Address = IPAddress.IPv6Any } },
        { "ProtocolUnknown", options => options with { Protocols = ["smoke"] } },
        { "ProtocolUnknown", options => options with { Routes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["smoke"] = ["/a"] } } },
        { "ProtocolNotSpoken", options => options with { Protocols = ["alertmanager"], Paths = ["/in"] } },
        { "ProtocolNotSpoken", options => options with { Protocols = ["generic"], Routes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["Monasca"] = ["/in"] } } },
        { "PathInvalid", options => options with { Paths = ["hook"] } },
        { "PathInvalid", options => options with { Paths = ["/hook?a=b"] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_invalid_value_is_named(string errorId, Func<ListenerOptions, ListenerOptions> change)
    {
        WebhookException exception = Assert.Throws<WebhookException>(() => change(TestListener.Options).Validate());

        Assert.Equal(errorId, exception.ErrorId);
        Assert.NotEmpty(exception.Message);
        Assert.NotEmpty(exception.RecommendedAction);
    }

    [Fact]
    public void The_defaults_are_valid() => TestListener.Options.Validate();

    [Fact]
    public async Task With_any_authentication_it_may_listen_on_all_addresses()
    {
        foreach (Func<ListenerOptions, ListenerOptions> change in new Func<ListenerOptions, ListenerOptions>[]
        {
            options => options with { Tokens = [WebhookSecret.FromText("t")] },
            options => options with { BasicCredential = new NetworkCredential("u", "p") },
            options => options with { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [WebhookSecret.FromText("s")] },
            options => options with { AllowUnauthenticated = true },
        })
        {
            await using TestListener listener = await TestListener.StartAsync(options => change(options) with { Address = IPAddress.Any });
            Assert.True(listener.Listener.IsRunning);
        }
    }
}
