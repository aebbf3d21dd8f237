using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace WebhookTools.Listener.Metrics;

/// <summary>Exports the metrics of a listener to a collector. OpenTelemetry's environment variables set the address, protocol, interval and headers.</summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    private const string DefaultServiceName = "webhooktools";

    /// <summary>The timeout of the last export when the listener stops.</summary>
    private const int LastExportMilliseconds = 2000;

    private readonly MeterProvider _provider;

    public OtlpExport(Meter meter)
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .AddMeter(meter.Name)

            // Compares the instance, because another listener in this process has a meter of the same name and a separate export.
            .AddView(instrument => ReferenceEquals(instrument.Meter, meter) ? null : MetricStreamConfiguration.Drop)
            .AddOtlpExporter();
        if (!NamesService("OTEL_SERVICE_NAME", string.Empty) && !NamesService("OTEL_RESOURCE_ATTRIBUTES", "service.name="))
        {
            builder.ConfigureResource(static resource => resource.AddService(DefaultServiceName));
        }

        _provider = builder.Build();
    }

    public async ValueTask DisposeAsync() => await Task.Run(() =>
    {
        _provider.Shutdown(LastExportMilliseconds);
        _provider.Dispose();
    });

    private static bool NamesService(string variable, string part) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value.Contains(part, StringComparison.Ordinal);
}
