using System.Text.Json;

namespace WebhookTools.Cli.Tests.Processes;

/// <summary>Vectors and recorded payloads.</summary>
internal static class TestData
{
    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "data", "samples", name);

    public static string VectorFile(string name) => Path.Combine(AppContext.BaseDirectory, "data", "vectors", name);

    public static JsonElement Vector(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(VectorFile(name)));
        return document.RootElement.Clone();
    }
}
