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
    [InlineData("the chart shows it")]
    [InlineData("text from senders is not interpreted as markup")]
    [InlineData("filters narrow the list and can be cleared")]
    [InlineData("the list can be paused and resumed with all new alerts")]
    [InlineData("rejected requests are shown with their reason")]
    [InlineData("an alert can be opened, read and closed with the keyboard")]
    [InlineData("an alert is copied as Send-Webhook, and shown if clipboard access is denied")]
    [InlineData("the report of an alert can be opened")]
    [InlineData("the tab order is correct and the focus is visible")]
    [InlineData("all controls have a name, and the pages are structured")]
    [InlineData("if a token is set, the page asks for it and accepts it")]
    [InlineData("the page reports a lost connection, and catches up when it is back")]
    [InlineData("the console has no messages")]
    [InlineData("no other host is contacted")]
    public void In_a_browser(string check) => run.Passed(check);

    [Theory]
    [InlineData("the page has enough contrast")]
    [InlineData("an alert has enough contrast")]
    [InlineData("the report has enough contrast")]
    [InlineData("the page fits")]
    [InlineData("an alert fits")]
    [InlineData("the report fits")]
    public void In_light_and_dark_on_desktop_and_phone(string check) => run.AllPassed(check, least: 4);

    [Fact]
    public async Task The_copied_curl_command_sends_the_same_bytes()
    {
        string command = run.Passed("an alert is copied as a curl command")!;
        Assert.DoesNotContain(command, character => char.IsControl(character) && character != '\n');

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
    public void Screenshots_are_saved(string name)
    {
        run.Passed("no other host is contacted");

        Assert.InRange(new FileInfo(Path.Combine(BrowserRun.Pictures, name + ".png")).Length, 5_000, 5_000_000);
    }
}
