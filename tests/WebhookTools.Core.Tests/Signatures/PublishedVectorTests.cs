using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>Signatures that the providers publish. Each file names its source.</summary>
public sealed class PublishedVectorTests
{
    public static TheoryData<string> Files => FilesWith("scheme");

    /// <summary>Pelorus' own signatures cover other serializations of the body: they verify, but signing creates different ones.</summary>
    public static TheoryData<string> FilesOfOneSignature => FilesWith("value");

    private static string DataFolder => Path.Combine(AppContext.BaseDirectory, "data");

    [Fact]
    public void The_vectors_exist() => Assert.True(Files.Count >= 16);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_published_signature_verifies(string file)
    {
        JsonElement vector = Read(Path.Combine(DataFolder, file)).RootElement;
        foreach (string value in Values(vector))
        {
            SignatureVerification verification = Verify(vector, Body(vector), value);
            Assert.True(verification.IsValid, verification.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(FilesOfOneSignature))]
    public void Signing_creates_the_published_signature(string file)
    {
        JsonElement vector = Read(Path.Combine(DataFolder, file)).RootElement;
        SignatureResult signed = Scheme(vector).Sign(Request(vector, Body(vector)) with { Id = Text(vector, "id"), Timestamp = Time(vector) }, [Secret(vector)], SignatureOptions.Default, TimeProvider.System, SystemRandomSource.Instance);

        Assert.Equal(Text(vector, "value"), signed.Value);
        Assert.Contains(new(Text(vector, "header")!, signed.Value), signed.Headers);
    }

    [Fact]
    public void Pelorus_verifies_a_body_whose_newlines_curl_has_stripped()
    {
        JsonElement vector = Read(Path.Combine(DataFolder, "vectors", "pelorus.json")).RootElement;
        WebhookBody stripped = WebhookBody.FromText(Text(vector, "body")!.Replace("\n", string.Empty, StringComparison.Ordinal));
        foreach (string value in Values(vector))
        {
            SignatureVerification verification = Verify(vector, stripped, value);
            Assert.True(verification.IsValid, verification.Reason);
        }
    }

    private static TheoryData<string> FilesWith(string member) =>
    [
        .. new[] { "vectors", "signatures" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(DataFolder, folder), "*.json"))
            .Where(path => Read(path).RootElement.TryGetProperty(member, out _))
            .Select(path => Path.GetRelativePath(DataFolder, path))
            .Order(StringComparer.Ordinal),
    ];

    private static JsonDocument Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path));

    private static SignatureScheme Scheme(JsonElement vector) => SignatureSchemes.Get(Text(vector, "scheme")!);

    private static WebhookSecret Secret(JsonElement vector) => WebhookSecret.FromText(Text(vector, "secret")!);

    private static string? Text(JsonElement vector, string name) => vector.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement vector) =>
        vector.TryGetProperty("timestamp", out JsonElement value) ? DateTimeOffset.FromUnixTimeSeconds(value.GetInt64()) : null;

    private static WebhookBody Body(JsonElement vector) => Text(vector, "bodyFile") is { } file
        ? WebhookBody.FromFile(Path.Combine(DataFolder, "vectors", file))
        : WebhookBody.FromText(Text(vector, "body")!);

    private static SignatureRequest Request(JsonElement vector, WebhookBody body) => new()
    {
        Body = body,
        Uri = Text(vector, "uri") is { } uri ? new Uri(uri) : null,
        Method = Text(vector, "method") ?? "POST",
        ContentType = Text(vector, "contentType"),
    };

    private static IEnumerable<string> Values(JsonElement vector) => vector.TryGetProperty("values", out JsonElement values)
        ? values.EnumerateObject().Select(value => value.Value.GetString()!)
        : [Text(vector, "value")!];

    private static SignatureVerification Verify(JsonElement vector, WebhookBody body, string value)
    {
        SignatureScheme scheme = Scheme(vector);
        var headers = new SignatureHeaders();
        headers.Add(Text(vector, "header")!, value);
        if (Text(vector, "id") is { } id)
        {
            headers.Add(scheme.HeaderNames.Single(name => name.EndsWith("-id", StringComparison.OrdinalIgnoreCase)), id);
        }

        if (Time(vector) is { } time && scheme.HeaderNames.SingleOrDefault(name => name.EndsWith("-Timestamp", StringComparison.OrdinalIgnoreCase)) is { } timestampName)
        {
            headers.Add(timestampName, Text(vector, "timestampText") ?? time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return scheme.Verify(Request(vector, body), headers, [WebhookSecret.FromText(Text(vector, "publicSecret") ?? Text(vector, "secret")!)], SignatureOptions.Default, new ManualTimeProvider(Time(vector) ?? SchemeSample.Now));
    }
}
