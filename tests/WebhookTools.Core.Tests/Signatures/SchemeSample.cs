using System.Text;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>A webhook that every scheme can sign, and short forms of the operations.</summary>
internal static class SchemeSample
{
    public static readonly DateTimeOffset Now = new(2025, 11, 21, 9, 30, 0, TimeSpan.Zero);

    /// <summary>The names of all registered schemes.</summary>
    public static TheoryData<string> Names => [.. SignatureSchemes.All.Select(scheme => scheme.Name)];

    /// <summary>The names of the schemes whose signature covers the body.</summary>
    public static TheoryData<string> NamesCoveringBody => [.. SignatureSchemes.All.Where(scheme => scheme.CoversBody).Select(scheme => scheme.Name)];

    /// <summary>The names of the schemes with a tolerance.</summary>
    public static TheoryData<string> NamesWithTolerance => [.. SignatureSchemes.All.Where(scheme => scheme.DefaultTolerance is not null).Select(scheme => scheme.Name)];

    public static SignatureRequest Request(string scheme) => new()
    {
        Body = Body(scheme),
        Id = "msg_2024",
        Uri = new Uri("https://hooks.example.com/in?source=tests"),
        Event = "job.completed",
    };

    /// <summary>JSON with the timestamp that Linear signs, or a form for the schemes that sign forms.</summary>
    public static WebhookBody Body(string scheme) => WebhookBody.FromText(scheme is "Twilio" or "Mandrill"
        ? "b=2&mandrill_events=%5B%7B%22ts%22%3A1%7D%5D&a=x+y"
        : """{"app":"todo","count":3,"webhookTimestamp":1763717400000}""");

    /// <summary>The request as the receiver gets it. The scheme may have changed its body or URL.</summary>
    public static SignatureRequest Received(string scheme, SignatureResult signed) => Request(scheme).With(signed);

    public static SignatureRequest With(this SignatureRequest request, SignatureResult signed) =>
        request with { Body = signed.Body ?? request.Body, Uri = signed.Uri ?? request.Uri };

    public static SignatureOptions Options(string scheme) => scheme is "Hmac"
        ? new SignatureOptions { Template = "{method}|{url}|{id}|{timestamp}|{body}", Tolerance = TimeSpan.FromSeconds(60) }
        : SignatureOptions.Default;

    public static WebhookSecret NewSecret(string scheme) => SignatureSchemes.Get(scheme).NewSecret(SystemRandomSource.Instance);

    public static SignatureResult Sign(string scheme, params WebhookSecret[] secrets) => Sign(scheme, Request(scheme), secrets);

    public static SignatureResult Sign(string scheme, SignatureRequest request, params WebhookSecret[] secrets) =>
        SignatureSchemes.Get(scheme).Sign(request, secrets, Options(scheme), new ManualTimeProvider(Now), SystemRandomSource.Instance);

    public static SignatureVerification Verify(string scheme, SignatureRequest request, SignatureHeaders headers, params WebhookSecret[] secrets) =>
        Verify(scheme, request, headers, Now, secrets);

    public static SignatureVerification Verify(string scheme, SignatureRequest request, SignatureHeaders headers, DateTimeOffset now, params WebhookSecret[] secrets) =>
        SignatureSchemes.Get(scheme).Verify(request, headers, secrets, Options(scheme), new ManualTimeProvider(now));

    public static SignatureHeaders Headers(this SignatureResult result)
    {
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in result.Headers)
        {
            headers.Add(name, value);
        }

        return headers;
    }

    public static SignatureHeaders Headers(params (string Name, string Value)[] lines)
    {
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in lines)
        {
            headers.Add(name, value);
        }

        return headers;
    }

    public static SignatureRequest With(this SignatureRequest request, string body) => request with { Body = WebhookBody.FromText(body) };

    public static string Text(this WebhookBody body) => Encoding.UTF8.GetString(body.ReadAll().Span);

    public static WebhookSecret Secret(string text) => WebhookSecret.FromText(text);
}
