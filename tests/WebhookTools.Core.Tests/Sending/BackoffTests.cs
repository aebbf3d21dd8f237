using FsCheck;
using FsCheck.Fluent;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>The bounds of the backoff.</summary>
public sealed class BackoffTests
{
    [Fact]
    public void The_backoff_is_between_zero_and_its_maximum()
    {
        var cases =
            from retry in Gen.Choose(0, RetryOptions.MaximumRetryCountLimit)
            from baseSeconds in Gen.Choose(0, 86_400)
            from capSeconds in Gen.Choose(0, 86_400)
            from number in Gen.Choose(0, 999_999)
            select (retry, baseDelay: TimeSpan.FromSeconds(baseSeconds), cap: TimeSpan.FromSeconds(capSeconds), number: number / 1_000_000.0);
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var policy = new RetryPolicy(new RetryOptions { BaseDelay = given.baseDelay, MaximumBackoff = given.cap }, new FixedRandom(given.number));
            TimeSpan wait = policy.GetBackoff(given.retry + 1);
            double exponential = given.baseDelay.TotalSeconds * Math.Pow(2, given.retry);
            return wait >= TimeSpan.Zero && wait <= given.cap && wait.TotalSeconds <= exponential;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 0.0, 0)]
    [InlineData(0, 0.25, 0.25)]
    [InlineData(3, 0.5, 4)]
    [InlineData(4, 0.75, 12)]
    [InlineData(5, 0.5, 15)]
    [InlineData(100, 0.5, 15)]
    public void The_jitter_takes_a_part_of_the_maximum(int retry, double number, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new RetryPolicy(RetryOptions.Default, new FixedRandom(number)).GetBackoff(retry + 1));
}
