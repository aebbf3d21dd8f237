using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace WebhookTools.Core.Payloads;

/// <summary>How the objects of a type are written.</summary>
[RequiresUnreferencedCode(ObjectSerializer.ReflectionWarning)]
internal sealed class ObjectShape
{
    /// <summary>Does not prevent an assembly from being unloaded.</summary>
    private static readonly ConditionalWeakTable<Type, ObjectShape> Shapes = [];

    private ObjectShape(ObjectShapeKind kind, string? reason = null)
    {
        Kind = kind;
        Reason = reason;
    }

    /// <summary>Whether the type is listed in <see cref="KnownTypes"/>. Its objects are written accordingly whatever members an adapter returns.</summary>
    public bool IsKnown { get; private init; }

    public ObjectShapeKind Kind { get; }

    /// <summary>Why the objects cannot be written, or null.</summary>
    public string? Reason { get; }

    /// <summary>The members to write; empty for other kinds than <see cref="ObjectShapeKind.Members"/>.</summary>
    public IReadOnlyList<ObjectMember> Members { get; private init; } = [];

    public static ObjectShape Of(Type type) => Shapes.GetValue(type, Find);

    private static ObjectShape Find(Type type)
    {
        if (KnownTypes.Find(type) is { } known)
        {
            return new ObjectShape(known.Kind, known.Reason) { IsKnown = true };
        }

        if (typeof(IDictionary).IsAssignableFrom(type))
        {
            return new ObjectShape(ObjectShapeKind.Dictionary);
        }

        if (IsGenericDictionary(type))
        {
            return new ObjectShape(ObjectShapeKind.GenericDictionary);
        }

        return typeof(IEnumerable).IsAssignableFrom(type)
            ? new ObjectShape(ObjectShapeKind.Sequence)
            : new ObjectShape(ObjectShapeKind.Members) { Members = ObjectMember.Of(type) };
    }

    private static bool IsGenericDictionary(Type type) => type.GetInterfaces().Any(candidate =>
        candidate.IsGenericType && candidate.GetGenericTypeDefinition() is { } definition
            && (definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)));
}

/// <summary>What the objects of a type are written as.</summary>
internal enum ObjectShapeKind
{
    /// <summary>An object with the public members.</summary>
    Members,

    /// <summary>An object with the keys.</summary>
    Dictionary,

    /// <summary>An object with the keys of the generic interface, the only one that the type implements.</summary>
    GenericDictionary,

    /// <summary>An object with the names of a <c>NameValueCollection</c>.</summary>
    NameValues,

    /// <summary>An array.</summary>
    Sequence,

    /// <summary>An array: a <c>Memory</c> of other items than bytes.</summary>
    Memory,

    /// <summary>A string: the text of the object.</summary>
    Text,

    /// <summary>A string: the markup of an XML node.</summary>
    Markup,

    /// <summary>An error: a secret.</summary>
    Secret,

    /// <summary>An error: not data.</summary>
    NotData,
}

/// <summary>A public property or field of a type.</summary>
internal sealed class ObjectMember
{
    private readonly Func<object, object?> _read;

    private ObjectMember(string name, Func<object, object?> read)
    {
        Name = name;
        _read = read;
    }

    public string Name { get; }

    /// <summary>
    /// Returns the members of a type: properties before fields, those of a derived class before those of its base, each in the order of declaration.
    /// A member that hides one of the base replaces it. Members whose values cannot leave the stack (spans, references) are left out.
    /// </summary>
    [RequiresUnreferencedCode(ObjectSerializer.ReflectionWarning)]
    public static IReadOnlyList<ObjectMember> Of(Type type)
    {
        var members = new List<ObjectMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
            IEnumerable<PropertyInfo> properties = declaring.GetProperties(Own)
                .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && CanBeBoxed(property.PropertyType));
            foreach (PropertyInfo property in properties.OrderBy(property => property.MetadataToken))
            {
                if (names.Add(property.Name))
                {
                    members.Add(new ObjectMember(property.Name, property.GetValue));
                }
            }

            foreach (FieldInfo field in declaring.GetFields(Own).Where(field => CanBeBoxed(field.FieldType)).OrderBy(field => field.MetadataToken))
            {
                if (names.Add(field.Name))
                {
                    members.Add(new ObjectMember(field.Name, field.GetValue));
                }
            }
        }

        return members;
    }

    /// <summary>Returns the value, or null if the getter throws, as PowerShell does.</summary>
    public object? ReadOrNull(object holder)
    {
        try
        {
            return _read(holder);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    private static bool CanBeBoxed(Type type) => !type.IsByRef && !type.IsByRefLike && !type.IsPointer && !type.IsFunctionPointer;
}
