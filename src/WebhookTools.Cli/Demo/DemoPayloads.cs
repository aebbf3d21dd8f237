using System.Buffers;
using System.Globalization;
using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Demo;

/// <summary>What the demo sends: a metric of a node, what Alertmanager posts, what Monasca posts.</summary>
internal static class DemoPayloads
{
    /// <summary>A node's health as a script would have it: nested, with a null and named items.</summary>
    public static object Metric { get; } = new
    {
        node = "n0001",
        disk = new { root = new { freePercent = 12.5, inodes = (int?)null } },
        gpu = new object[] { new { name = "gpu0", temperature = 61 }, new { name = "gpu1", temperature = 74 } },
    };

    /// <summary>The object as JSON.</summary>
    public static ReadOnlyMemory<byte> Json(object value)
    {
        var json = new ArrayBufferWriter<byte>();
        ObjectSerializer.Write(value, json);
        return json.WrittenMemory;
    }

    /// <summary>The JSON with one level of dotted keys.</summary>
    public static ReadOnlyMemory<byte> Flatten(ReadOnlyMemory<byte> json)
    {
        var flat = new ArrayBufferWriter<byte>();
        new JsonTransformer(new PayloadOptions { Flatten = true }).Transform(json.Span, flat);
        return flat.WrittenMemory;
    }

    /// <summary>A notification in Alertmanager's version 4.</summary>
    public static ReadOnlyMemory<byte> Alertmanager(DateTimeOffset now) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"receiver":"webhooktools","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"HighCPUUsage","instance":"node-1:9100","namespace":"production","severity":"warning"},"annotations":{"summary":"CPU usage is above 80%"},"startsAt":"{{{now:O}}}","endsAt":"0001-01-01T00:00:00Z","generatorURL":"","fingerprint":"947737e3559055bc"}],"groupLabels":{"alertname":"HighCPUUsage"},"commonLabels":{"alertname":"HighCPUUsage","severity":"warning"},"commonAnnotations":{"summary":"CPU usage is above 80%"},"externalURL":"http://127.0.0.1:9093","version":"4","groupKey":"{}:{alertname=\"HighCPUUsage\"}","truncatedAlerts":0}

        """));

    /// <summary>An alarm as Monasca's notification engine posts it.</summary>
    /// <param name="name">What the alarm is called.</param>
    public static ReadOnlyMemory<byte> Monasca(string name, DateTimeOffset now) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"alarm_id":"8f2c7a9e-3b1d-4c55-9a77-0d6c1e0f4b21","alarm_definition_id":"1b4d2c0a-77f3-4f6e-8a53-2f1f6f3f9d10","alarm_name":"{{{name}}}","alarm_description":"Free space on / is low","alarm_timestamp":{{{now.ToUnixTimeSeconds()}}},"state":"ALARM","old_state":"OK","message":"disk.space_used_perc > 90","tenant_id":"4f1b0c","metrics":[{"id":null,"name":"disk.space_used_perc","dimensions":{"hostname":"node-7","mount_point":"/"}}]}
        """));
}
