using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Text.Json;
using WebhookTools.Core.Payloads;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// Provides the core with the properties that PowerShell shows: the note, script and adapted properties of an object, in order.
/// Must be called on the pipeline's thread, because a script property runs a script.
/// </summary>
internal sealed class PSObjectAdapter : IObjectAdapter
{
    /// <inheritdoc/>
    public bool TryGetMembers(object? value, out object? unwrapped, out IEnumerable<KeyValuePair<string, object?>> members)
    {
        members = [];
        unwrapped = Unwrap(value);
        if (IsScalarOrCollection(unwrapped))
        {
            return false;
        }

        members = Properties(PSObject.AsPSObject(value));
        return true;
    }

    private static object? Unwrap(object? value)
    {
        if (ReferenceEquals(value, AutomationNull.Value))
        {
            return null;
        }

        // Every PSCustomObject has the same base object, so the wrapper is its identity.
        object? unwrapped = value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;
        return unwrapped is SwitchParameter present ? present.IsPresent : unwrapped;
    }

    /// <summary>Returns true if the core writes the value without an adapter: scalars, dictionaries and sequences.</summary>
    private static bool IsScalarOrCollection(object? value) => value
        is null or IConvertible or IDictionary or IEnumerable
        or Guid or DateTimeOffset or TimeSpan or DateOnly or TimeOnly or Uri
        or BigInteger or Int128 or UInt128 or Half or nint or nuint or JsonElement or JsonDocument;

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

    /// <summary>PowerShell shows a property as empty if its getter throws, as some properties of a process do.</summary>
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
