using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace WebhookTools.Listener.Metrics;

/// <summary>
/// Starts the OTLP export of metrics if the environment variables of the OpenTelemetry specification configure it. Otherwise no
/// OpenTelemetry assembly is loaded.
/// </summary>
internal static class OtlpMetrics
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsVariable = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    /// <returns>The export, which sends the last values when it is disposed, or null if no export is configured.</returns>
    public static IAsyncDisposable? StartIfConfigured(Meter meter, ListenerLog log)
    {
        string variable = IsSet(MetricsVariable) ? MetricsVariable : EndpointVariable;
        if (!IsSet(variable) || Is("OTEL_SDK_DISABLED", "true") || Is("OTEL_METRICS_EXPORTER", "none"))
        {
            return null;
        }

        string value = Environment.GetEnvironmentVariable(variable)!;
        if (!Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            // The listener works without the export, so this is not an error.
            log.Warning("MetricsNotExported", $"{variable} is not an http or https address. Metrics are not exported.");
            return null;
        }

        log.Information("MetricsExported", $"Exporting metrics to {uri.GetLeftPart(UriPartial.Path)}, as set by {variable}.");
        return Start(meter);
    }

    // A separate method, so that OpenTelemetry's assemblies are loaded only when it is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport Start(Meter meter) => new(meter);

    private static bool IsSet(string variable) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable));

    private static bool Is(string variable, string value) => string.Equals(Environment.GetEnvironmentVariable(variable), value, StringComparison.OrdinalIgnoreCase);
}
