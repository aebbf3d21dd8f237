using System.Runtime.CompilerServices;

namespace WebhookTools.Core.Payloads;

/// <summary>How objects of a type are written. Found once per type, and forgotten with it.</summary>
internal sealed class ObjectShape
{
    private static readonly ConditionalWeakTable<Type, ObjectShape> Shapes = [];

    private ObjectShape(ObjectShapeKind kind, string? reason = null)
    {
        Kind = kind;
        Reason = reason;
    }

    /// <summary>Whether it comes from <see cref="KnownTypes"/>: whatever members a host shows, objects of such a type are written so.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>What the objects are written as.</summary>
    public ObjectShapeKind Kind { get; }

    /// <summary>Why the objects cannot be written, when they cannot.</summary>
    public string? Reason { get; }

    /// <summary>The members to write; empty for what is not written by its members.</summary>
    public IReadOnlyList<ObjectMember> Members { get; private init; } = [];

    /// <summary>Lists the keys and values of a dictionary that is one only by its generic interface; otherwise null.</summary>
    public Func<object, IEnumerable<KeyValuePair<object, object?>>>? Entries { get; private init; }

    /// <summary>The shape of a type that has no form of its own among the scalars.</summary>
    public static ObjectShape Of(Type type) => Shapes.GetValue(type, Find);

    private static ObjectShape Find(Type type)
    {
        if (KnownTypes.Find(type) is { } known)
        {
            return new ObjectShape(known.Kind, known.Reason) { IsKnown = true };
        }

        if (typeof(System.Collections.IDictionary).IsAssignableFrom(type))
        {
            return new ObjectShape(ObjectShapeKind.Dictionary);
        }

        if (GenericDictionary.EntriesOf(type) is { } entries)
        {
            return new ObjectShape(ObjectShapeKind.GenericDictionary) { Entries = entries };
        }

        return typeof(System.Collections.IEnumerable).IsAssignableFrom(type)
            ? new ObjectShape(ObjectShapeKind.Sequence)
            : new ObjectShape(ObjectShapeKind.Members) { Members = ObjectMember.Of(type) };
    }
}
