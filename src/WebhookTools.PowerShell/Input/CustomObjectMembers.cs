using System.Management.Automation;
using System.Reflection;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// Lists the properties of custom objects, one after the other. Whoever enumerates an object's <c>Properties</c> makes the engine add five members
/// of its own to it (<c>psbase</c>, <c>psobject</c>, …): four kilobytes that stay with each object, and most of the time of its conversion.
/// So only the first of a shape is enumerated: of those after it the names alone are asked for, and the properties by their name.
/// </summary>
internal sealed class CustomObjectMembers
{
    private const int KeptShapes = 8;

    private readonly List<Shape> _shapes = [];
    private readonly List<string> _names = [];
    private readonly Delegate? _collect;

    public CustomObjectMembers() => _collect = EngineNames.CallingBack(Collect);

    /// <summary>The names of what <c>Properties</c> would enumerate, in its order.</summary>
    public IReadOnlyList<string> NamesOf(PSObject value)
    {
        if (_collect is null)
        {
            return Enumerate(value);
        }

        _names.Clear();
        EngineNames.Tell(value, _collect);
        foreach (Shape shape in _shapes)
        {
            if (shape.IsOf(_names))
            {
                return shape.Shown;
            }
        }

        return Learn([.. _names], Enumerate(value));
    }

    private string[] Learn(string[] all, string[] shown)
    {
        if (_shapes.Count == KeptShapes)
        {
            _shapes.RemoveAt(KeptShapes - 1);
        }

        _shapes.Insert(0, new Shape(all, shown));
        return shown;
    }

    private static string[] Enumerate(PSObject value)
    {
        var names = new List<string>();
        foreach (PSPropertyInfo property in value.Properties)
        {
            names.Add(property.Name);
        }

        return [.. names];
    }

    /// <summary>A condition that no name meets, and so hears of all.</summary>
    private bool Collect(string name)
    {
        _names.Add(name);
        return false;
    }

    /// <param name="All">The names the engine goes through: of hidden properties too, and twice where a type's data names what the object has.</param>
    /// <param name="Shown">Those that are enumerated.</param>
    private sealed record Shape(string[] All, string[] Shown)
    {
        public bool IsOf(List<string> names)
        {
            if (names.Count != All.Length)
            {
                return false;
            }

            for (int index = 0; index < All.Length; index++)
            {
                if (!string.Equals(names[index], All[index], StringComparison.Ordinal))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>
    /// <c>PSObject.GetFirstPropertyOrDefault</c>, by which the engine itself looks for a property whose name meets a condition, and adds nothing.
    /// It is not public: where an engine has none, the properties are enumerated.
    /// </summary>
    private static class EngineNames
    {
        private static readonly Type? Condition = typeof(PSObject).Assembly.GetType("System.Management.Automation.MemberNamePredicate");

        private static readonly MethodInvoker? Finder = Find() is { } method ? MethodInvoker.Create(method) : null;

        public static Delegate? CallingBack(Func<string, bool> condition) => Finder is null
            ? null
            : Delegate.CreateDelegate(Condition!, condition.Target, condition.Method, throwOnBindFailure: false);

        public static void Tell(PSObject value, Delegate condition) => Finder!.Invoke(value, condition);

        private static MethodInfo? Find() => Condition is null
            ? null
            : typeof(PSObject).GetMethod("GetFirstPropertyOrDefault", BindingFlags.Instance | BindingFlags.NonPublic, [Condition]);
    }
}
