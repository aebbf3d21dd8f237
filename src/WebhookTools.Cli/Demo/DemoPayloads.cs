using System.Buffers;
using System.Globalization;
using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Demo;

/// <summary>The demo's webhooks: a metric of a node, an Alertmanager notification and a Monasca alarm.</summary>
internal static class DemoPayloads
{
    /// <summary>A node's health as a script might report it: nested, with a null and named items.</summary>
    public static ReadOnlyMemory<byte> Metric { get; } =
        """{"node":"n0001","disk":{"root":{"freePercent":12.5,"inodes":null}},"gpu":[{"name":"gpu0","temperature":61},{"name":"gpu1","temperature":74}]}"""u8.ToArray();

    public static ReadOnlyMemory<byte> Flatten(ReadOnlyMemory<byte> json)
    {
        var flat = new ArrayBufferWriter<byte>();
        new JsonTransformer(new PayloadOptions { Flatten = true }).Transform(json.Span, flat);
        return flat.WrittenMemory;
    }

    /// <summary>A notification in version 4 of Alertmanager's format.</summary>
    public static ReadOnlyMemory<byte> Alertmanager(DateTimeOffset now) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"receiver":"webhooktools","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"HighCPUUsage","instance":"node-1:9100","namespace":"production","severity":"warning"},"annotations":{"summary":"CPU usage is above 80%"},"startsAt":"{{{now:O}}}","endsAt":"0001-01-01T00:00:00Z","generatorURL":"","fingerprint":"947737e3559055bc"}],"groupLabels":{"alertname":"HighCPUUsage"},"commonLabels":{"alertname":"HighCPUUsage","severity":"warning"},"commonAnnotations":{"summary":"CPU usage is above 80%"},"externalURL":"http://127.0.0.1:9093","version":"4","groupKey":"{}:{alertname=\"HighCPUUsage\"}","truncatedAlerts":0}

        """));

    /// <summary>An alarm in the format of Monasca's notification engine.</summary>
    public static ReadOnlyMemory<byte> Monasca(string name, DateTimeOffset now) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"alarm_id":"8f2c7a9e-3b1d-4c55-9a77-0d6c1e0f4b21","alarm_definition_id":"1b4d2c0a-77f3-4f6e-8a53-2f1f6f3f9d10","alarm_name":"{{{name}}}","alarm_description":"Free space on / is low","alarm_timestamp":{{{now.ToUnixTimeSeconds()}}},"state":"ALARM","old_state":"OK","message":"disk.space_used_perc > 90","tenant_id":"4f1b0c","metrics":[{"id":null,"name":"disk.space_used_perc","dimensions":{"hostname":"node-7","mount_point":"/"}}]}
        """));
}
