using System.Net;
using WebhookTools.Listener.Limits;

namespace WebhookTools.Listener.Tests.Limits;

public sealed class BodyMemoryTests
{
    private const long MiB = 1 << 20;

    private static readonly IPAddress First = IPAddress.Parse("192.0.2.1");

    [Theory]
    [InlineData(1, 4, 8)]
    [InlineData(8, 1, 4)]
    [InlineData(100, 1, 4)]
    public void An_address_gets_a_share_that_is_enough_for_the_largest_body(long maximumSize, int bodies, int addresses)
    {
        var memory = new BodyMemory(maximumSize * MiB);
        long largest = maximumSize == 100 ? 128 * MiB : maximumSize * MiB;

        for (int address = 1; address <= addresses; address++)
        {
            IPAddress remote = IPAddress.Parse($"192.0.2.{address}");
            Assert.All(Enumerable.Range(0, bodies), _ => Assert.True(memory.TryTake(remote, largest)));
            Assert.False(memory.TryTake(remote, largest));
        }

        Assert.False(memory.TryTake(remote: null, largest));
        memory.Return(First, largest);
        Assert.True(memory.TryTake(First, largest));
    }
}
