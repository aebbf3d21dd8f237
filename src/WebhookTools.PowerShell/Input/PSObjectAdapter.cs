using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Text.Json;
using WebhookTools.Core.Payloads;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// Shows the core what PowerShell shows: the note, script and adapted properties of an object, in their order.
/// Must be called on the pipeline's thread, since a script property runs script.
/// </summary>
internal sealed class PSObjectAdapter : IObjectAdapter
{
    private readonly CustomObjectMembers _customObjects = new();

    /// <inheritdoc/>
    public bool TryGetMembers(object? value, out object? unwrapped, out IEnumerable<KeyValuePair<string, object?>> members)
    {
        members = [];
        unwrapped = Unwrap(value);
        if (IsWrittenByItsType(unwrapped))
        {
            return false;
        }

        members = value is PSObject { BaseObject: PSCustomObject } customObject ? PropertiesOf(customObject) : Properties(PSObject.AsPSObject(value));
        return true;
    }

    private static object? Unwrap(object? value)
    {
        if (ReferenceEquals(value, AutomationNull.Value))
        {
            return null;
        }

        // The base of every PSCustomObject is one and the same object, so the wrapper is its identity.
        object? unwrapped = value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;
        return unwrapped is SwitchParameter present ? present.IsPresent : unwrapped;
    }

    /// <summary>Whether the core writes the value by its own type: scalars, dictionaries and sequences.</summary>
    private static bool IsWrittenByItsType(object? value) => value
        is null or IConvertible or IDictionary or IEnumerable
        or Guid or DateTimeOffset or TimeSpan or DateOnly or TimeOnly or Uri
        or BigInteger or Int128 or UInt128 or Half or nint or nuint or JsonElement or JsonDocument;

    private IEnumerable<KeyValuePair<string, object?>> PropertiesOf(PSObject customObject)
    {
        PSMemberInfoCollection<PSPropertyInfo> properties = customObject.Properties;
        foreach (string name in _customObjects.NamesOf(customObject))
        {
            if (properties[name] is { IsGettable: true } property)
            {
                yield return new KeyValuePair<string, object?>(name, ReadOrNull(property));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Properties(PSObject value)
    {
        foreach (PSPropertyInfo property in value.Properties)
        {
            if (property.IsGettable)
            {
                yield return new KeyValuePair<string, object?>(property.Name, ReadOrNull(property));
            }
        }
    }

    /// <summary>A getter that throws is shown as empty by PowerShell; a process that is not ours has several.</summary>
    private static object? ReadOrNull(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
