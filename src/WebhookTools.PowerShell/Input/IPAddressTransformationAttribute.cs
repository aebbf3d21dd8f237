using System.Management.Automation;
using System.Net;

namespace WebhookTools.PowerShell.Input;

/// <summary>Lets an address be said by the names that people use: <c>localhost</c>, and <c>*</c> for all.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IPAddressTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        return value switch
        {
            string text when text.Equals("localhost", StringComparison.OrdinalIgnoreCase) => IPAddress.Loopback,
            "*" => IPAddress.Any,
            _ => inputData,
        };
    }
}
