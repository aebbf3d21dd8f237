using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Protocols;

/// <summary>Forms, which Twilio, Slack commands and Mandrill sign.</summary>
public sealed class GenericFormTests
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string Message = "MessageSid=SM1&From=%2B49123&Body=it%20is+up&MessageStatus=received";
    private const string Command = "token=hidden&command=%2Fdeploy&text=now&user_name=anna&name=deploy&status=ok";
    private const string Events = "mandrill_events=%5B%7B%22event%22%3A%22send%22%2C%22name%22%3A%22a%22%7D%2C%7B%22event%22%3A%22open%22%2C%22state%22%3A%22b%22%7D%5D";

    [Theory]
    [InlineData("Twilio", Message)]
    [InlineData("Slack", Command)]
    [InlineData("Mandrill", Events)]
    public async Task A_signed_form_is_kept_byte_for_byte(string name, string form)
    {
        SignatureScheme scheme = SignatureSchemes.Get(name);
        WebhookSecret[] secrets = [scheme.NewSecret(SystemRandomSource.Instance)];
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = scheme, Secrets = secrets });
        (string, string)[] signed = Sign(listener, scheme, secrets, "/hook?tenant=7", form);

        using HttpResponseMessage response = await listener.PostAsync("/hook?tenant=7", form, signed);
        using HttpResponseMessage spoiled = await listener.PostAsync("/hook?tenant=7", form + "&a=1", signed);

        Assert.Equal((200, 401), ((int)response.StatusCode, (int)spoiled.StatusCode));
        JournalEntry entry = listener.Journal.Single;
        Assert.False(entry.IsJson);
        Assert.Equal("verified", entry.Signature);
        Assert.Equal("tenant=7", entry.Query);
        Assert.Equal(form, Encoding.ASCII.GetString(entry.Body.Span));
    }

    [Fact]
    public async Task The_fields_become_labels_and_describe_the_alert()
    {
        await using TestListener listener = await TestListener.StartAsync();
        IAsyncEnumerable<WebhookAlert> alerts = listener.Listener.FollowAsync(onMissed: null, TestContext.Current.CancellationToken);

        using HttpResponseMessage response = await listener.PostAsync("/hooks/slack", Command, ("Content-Type", FormType + "; charset=utf-8"));

        Assert.Equal(200, (int)response.StatusCode);
        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal(("deploy", "ok", "now"), (alert.Name, alert.Status, alert.Summary));
        Assert.Equal(
            [("command", "/deploy"), ("name", "deploy"), ("status", "ok"), ("text", "now"), ("token", "***"), ("user_name", "anna")],
            alert.Labels.Select(label => (label.Key, label.Value)).Order());
        await listener.Listener.StopAsync(TestContext.Current.CancellationToken);
        WebhookAlert followed = Assert.Single(await alerts.ToListAsync(TestContext.Current.CancellationToken));
        Assert.Null(followed.Body);
        Assert.Equal(Command, Encoding.ASCII.GetString(followed.GetRequest()!.Body!.ReadAll().Span));
    }

    [Fact]
    public async Task A_JSON_field_contains_the_alerts()
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.PostAsync("/hook", Events + "&app=shop", ("Content-Type", FormType));

        Assert.Equal(200, (int)response.StatusCode);
        IReadOnlyList<WebhookAlert> alerts = listener.Journal.Single.Alerts;
        Assert.Equal([("a", null), (null, "b")], alerts.Select(alert => (alert.Name, alert.Status)));
        Assert.All(alerts, alert => Assert.Equal("shop", Assert.Contains("app", alert.Labels)));
    }

    [Theory]
    [InlineData(FormType, "{\"a\":1")]
    [InlineData(FormType, "hello")]
    [InlineData(FormType, "=1")]
    [InlineData(FormType, "a=b c")]
    [InlineData(FormType, "a=\u00e9")]
    [InlineData(FormType, "")]
    [InlineData("text/plain", "a=b")]
    [InlineData("multipart/form-data", "a=b")]
    [InlineData("application/json", "a=b")]
    public async Task A_body_that_is_neither_JSON_nor_a_form_is_rejected(string type, string body)
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.PostAsync("/hook", body, ("Content-Type", type));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Empty(listener.Journal.Entries);
    }

    [Fact]
    public async Task JSON_with_the_content_type_of_a_form_is_JSON()
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.PostAsync("/hook", "\"a=b\"", ("Content-Type", FormType));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.True(listener.Journal.Single.IsJson);
    }

    [Fact]
    public async Task Too_many_fields_are_rejected()
    {
        await using TestListener listener = await TestListener.StartAsync();
        string fields = string.Join('&', Enumerable.Range(0, 1025).Select(number => FormattableString.Invariant($"f{number}=1")));

        using HttpResponseMessage refused = await listener.PostAsync("/hook", fields, ("Content-Type", FormType));
        using HttpResponseMessage taken = await listener.PostAsync("/hook", fields[..fields.LastIndexOf('&')], ("Content-Type", FormType));

        Assert.Equal((400, 200), ((int)refused.StatusCode, (int)taken.StatusCode));
        Assert.Equal(64, listener.Journal.Single.Alerts[0].Labels.Count);
    }

    private static (string Name, string Value)[] Sign(TestListener listener, SignatureScheme scheme, WebhookSecret[] secrets, string path, string form)
    {
        var request = new SignatureRequest
        {
            Body = WebhookBody.FromText(form),
            ContentType = FormType,
            Uri = new Uri(listener.Listener.Uri, path),
            Timestamp = listener.Clock.GetUtcNow(),
        };
        SignatureResult result = scheme.Sign(request, secrets, SignatureOptions.Default, listener.Clock, SystemRandomSource.Instance);
        return [.. result.Headers.Select(header => (header.Key, header.Value)), ("Content-Type", FormType)];
    }
}
