namespace WebhookTools.Core.Payloads;

/// <summary>Looks behind the wrappers of a host's object system, of which the core knows nothing (PowerShell's PSObject).</summary>
public interface IObjectAdapter
{
    /// <summary>
    /// Takes off a wrapper: gives the value to write, and true with its members when it is to be written as an object of named members.
    /// </summary>
    /// <param name="value">The value, possibly wrapped.</param>
    /// <param name="unwrapped">
    /// The value without its wrapper; null stays null. For an object with members it is the object whose identity tells a cycle:
    /// the wrapper itself where there is nothing behind it. Objects of types that are never written by their members (secrets, addresses,
    /// versions, delegates) are written by this value's type all the same.
    /// </param>
    /// <param name="members">The names and values in their order, when the answer is true. A value is read when it is enumerated; one that cannot be read is given as null.</param>
    /// <returns>True when the value is an object with members; false when <paramref name="unwrapped"/> is written by its own type.</returns>
    bool TryGetMembers(object? value, out object? unwrapped, out IEnumerable<KeyValuePair<string, object?>> members);
}
