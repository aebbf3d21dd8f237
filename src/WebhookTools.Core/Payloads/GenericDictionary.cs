using System.Reflection;

namespace WebhookTools.Core.Payloads;

/// <summary>Dictionaries that implement only the generic interfaces, as <c>ExpandoObject</c> does.</summary>
internal static class GenericDictionary
{
    /// <summary>Gives what lists the entries of such a dictionary, or null when the type is none.</summary>
    public static Func<object, IEnumerable<KeyValuePair<object, object?>>>? EntriesOf(Type type)
    {
        foreach (Type candidate in type.GetInterfaces())
        {
            if (candidate.IsGenericType && candidate.GetGenericTypeDefinition() is { } definition
                && (definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)))
            {
                MethodInfo list = typeof(GenericDictionary).GetMethod(nameof(List), BindingFlags.NonPublic | BindingFlags.Static)!;
                return list.MakeGenericMethod(candidate.GetGenericArguments()).CreateDelegate<Func<object, IEnumerable<KeyValuePair<object, object?>>>>();
            }
        }

        return null;
    }

    private static IEnumerable<KeyValuePair<object, object?>> List<TKey, TValue>(object dictionary)
    {
        foreach (KeyValuePair<TKey, TValue> entry in (IEnumerable<KeyValuePair<TKey, TValue>>)dictionary)
        {
            yield return new KeyValuePair<object, object?>(entry.Key!, entry.Value);
        }
    }
}
