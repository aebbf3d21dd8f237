namespace WebhookTools.Core.Payloads;

/// <summary>What objects of a type are written as.</summary>
internal enum ObjectShapeKind
{
    /// <summary>An object, by its public members.</summary>
    Members,

    /// <summary>An object, by its keys.</summary>
    Dictionary,

    /// <summary>An object, by the keys of its generic interface.</summary>
    GenericDictionary,

    /// <summary>An object, by the names of a <c>NameValueCollection</c>.</summary>
    NameValues,

    /// <summary>An array.</summary>
    Sequence,

    /// <summary>An array: a <c>Memory</c> of anything but bytes.</summary>
    Memory,

    /// <summary>A string: the object's own text.</summary>
    Text,

    /// <summary>A string: the markup of an XML node.</summary>
    Markup,

    /// <summary>An error: a secret.</summary>
    Secret,

    /// <summary>An error: no data.</summary>
    Refused,
}
