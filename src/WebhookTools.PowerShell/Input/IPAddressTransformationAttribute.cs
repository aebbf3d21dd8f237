using System.Management.Automation;
using System.Net;

namespace WebhookTools.PowerShell.Input;

/// <summary>Converts <c>localhost</c> to the loopback address, and <c>*</c> to the address of all IPv4 interfaces.</summary>
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
