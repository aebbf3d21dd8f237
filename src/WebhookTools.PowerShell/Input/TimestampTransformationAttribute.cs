using System.Globalization;
using System.Management.Automation;

namespace WebhookTools.PowerShell.Input;

/// <summary>Converts Unix timestamps in seconds, the format of most webhooks. PowerShell converts all other values.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimestampTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        return value is int or long or string
            && long.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : inputData;
    }
}
