using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace WebhookTools.Listener.Metrics;

/// <summary>Pushes one listener's metrics to a collector. Address, protocol, interval, headers come from OpenTelemetry's own variables.</summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    private const string DefaultServiceName = "webhooktools";

    /// <summary>How long the last push may take when the listener stops.</summary>
    private const int LastPushMilliseconds = 2000;

    private readonly MeterProvider _provider;

    public OtlpExport(Meter meter)
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .AddMeter(meter.Name)

            // Of this very meter: another listener in this process has one of the same name, and an export of its own.
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
        _provider.Shutdown(LastPushMilliseconds);
        _provider.Dispose();
    });

    private static bool NamesService(string variable, string part) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value.Contains(part, StringComparison.Ordinal);
}
