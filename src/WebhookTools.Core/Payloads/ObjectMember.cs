using System.Reflection;

namespace WebhookTools.Core.Payloads;

/// <summary>A public property or field of a type.</summary>
internal sealed class ObjectMember
{
    private readonly Func<object, object?> _read;

    private ObjectMember(string name, Func<object, object?> read)
    {
        Name = name;
        _read = read;
    }

    /// <summary>The member's name.</summary>
    public string Name { get; }

    /// <summary>
    /// The members of a type: properties before fields, those of a derived class before those of its base, each in the order of declaration.
    /// A member that hides one of the base stands for it. Values that cannot leave the stack (spans, references) are no members.
    /// </summary>
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
                    members.Add(new ObjectMember(property.Name, ReaderOf(property)));
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

    /// <summary>The member's value; null when its getter throws, as PowerShell shows it.</summary>
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

    /// <summary>A getter's own exception comes wrapped, so that it cannot be taken for one of ours.</summary>
    private static Func<object, object?> ReaderOf(PropertyInfo property) => holder => property.GetValue(holder);

    private static bool CanBeBoxed(Type type) => !type.IsByRef && !type.IsByRefLike && !type.IsPointer && !type.IsFunctionPointer;
}
