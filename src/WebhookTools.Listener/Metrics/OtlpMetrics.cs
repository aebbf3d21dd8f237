using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace WebhookTools.Listener.Metrics;

/// <summary>
/// Whether metrics are pushed by OpenTelemetry's protocol: as its specification says, by variables of the environment.
/// Nothing of OpenTelemetry is loaded where they do not ask for it.
/// </summary>
internal static class OtlpMetrics
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsVariable = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    /// <returns>What ends the export, after a last push; null where none is asked for.</returns>
    public static IAsyncDisposable? StartIfAsked(Meter meter, ListenerLog log)
    {
        string variable = IsSet(MetricsVariable) ? MetricsVariable : EndpointVariable;
        if (!IsSet(variable) || Is("OTEL_SDK_DISABLED", "true") || Is("OTEL_METRICS_EXPORTER", "none"))
        {
            return null;
        }

        string value = Environment.GetEnvironmentVariable(variable)!;
        if (!Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            // The listener is not worth less without: it starts, and says what is wrong.
            log.Warning("MetricsNotExported", $"{variable} is no http or https address: metrics are not exported.");
            return null;
        }

        log.Information("MetricsExported", $"Metrics are exported to {uri.GetLeftPart(UriPartial.Path)} as {variable} says.");
        return Start(meter);
    }

    // A method of its own, so that no assembly of OpenTelemetry is looked for before it is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport Start(Meter meter) => new(meter);

    private static bool IsSet(string variable) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable));

    private static bool Is(string variable, string value) => string.Equals(Environment.GetEnvironmentVariable(variable), value, StringComparison.OrdinalIgnoreCase);
}
