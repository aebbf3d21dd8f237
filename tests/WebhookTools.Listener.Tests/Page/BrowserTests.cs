using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Page;

/// <summary>The live page in a real browser.</summary>
public sealed class BrowserTests(BrowserRun run) : IClassFixture<BrowserRun>
{
    [Theory]
    [InlineData("the page shows what was received before it was opened")]
    [InlineData("an alert that is posted appears without a reload")]
    [InlineData("the chart moves with it")]
    [InlineData("what a sender wrote stays text")]
    [InlineData("filters narrow the list and let go of it")]
    [InlineData("the list can be paused and goes on with all that came")]
    [InlineData("refused requests are shown with their cause")]
    [InlineData("one alert is opened, read and left by keyboard alone")]
    [InlineData("an alert is copied as Send-Webhook, and shown where the clipboard is refused")]
    [InlineData("the report of an alert opens from it")]
    [InlineData("the keyboard goes through the page in its order and is always seen")]
    [InlineData("everything that can be operated has a name, and the pages have their structure")]
    [InlineData("where a token is set, the page asks for it and lets in who has it")]
    [InlineData("a page that lost the listener says so, and catches up when it is back")]
    [InlineData("the console says nothing")]
    [InlineData("no other host is asked")]
    public void In_a_browser(string check) => run.Passed(check);

    [Theory]
    [InlineData("the page can be read")]
    [InlineData("an alert can be read")]
    [InlineData("the report can be read")]
    [InlineData("the page fits")]
    [InlineData("an alert fits")]
    [InlineData("the report fits")]
    public void In_light_and_dark_on_a_desk_and_on_a_phone(string check) => run.AllPassed(check, least: 4);

    [Fact]
    public async Task The_copied_curl_command_brings_the_same_bytes_again()
    {
        string command = run.Passed("an alert is copied as a curl command")!;

        await ExternalTool.RunOrSkipAsync("bash", ["-s"], command + " --silent --show-error --fail\n");

        JournalEntry[] entries = [.. run.Journal.Entries.Where(entry => string.Equals(entry.Path, "/hooks/copied", StringComparison.Ordinal))];
        Assert.Equal(2, entries.Length);
        Assert.Equal(entries[0].Body.ToArray(), entries[1].Body.ToArray());
        Assert.Contains(new KeyValuePair<string, string>("X-Team", "it's us"), entries[1].Headers);
    }

    [Theory]
    [InlineData("page-light")]
    [InlineData("page-dark")]
    [InlineData("page-phone")]
    [InlineData("alert-light")]
    [InlineData("report-light")]
    [InlineData("sign-in")]
    public void Pictures_are_kept(string name)
    {
        run.Passed("no other host is asked");

        Assert.InRange(new FileInfo(Path.Combine(BrowserRun.Pictures, name + ".png")).Length, 5_000, 5_000_000);
    }
}
