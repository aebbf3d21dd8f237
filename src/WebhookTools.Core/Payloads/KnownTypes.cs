namespace WebhookTools.Core.Payloads;

/// <summary>
/// Types that are not written by their members, and by extension the types derived from them. They are listed by name, so that their assemblies are not loaded
/// unless the program uses them. To add a type, add one line.
/// </summary>
internal static class KnownTypes
{
    private const string NoData = "it is code, not data";
    private const string NotDoneYet = "it represents a value that may not be available yet";
    private const string Unsafe = "it is an address in memory";

    private static readonly Dictionary<string, (ObjectShapeKind Kind, string? Reason)> Types = new(StringComparer.Ordinal)
    {
        // Their text is complete and can be parsed.
        ["System.Globalization.CultureInfo"] = (ObjectShapeKind.Text, null),
        ["System.Index"] = (ObjectShapeKind.Text, null),
        ["System.IO.FileSystemInfo"] = (ObjectShapeKind.Text, null),
        ["System.Net.EndPoint"] = (ObjectShapeKind.Text, null),
        ["System.Net.IPAddress"] = (ObjectShapeKind.Text, null),
        ["System.Net.IPNetwork"] = (ObjectShapeKind.Text, null),
        ["System.Net.Mail.MailAddress"] = (ObjectShapeKind.Text, null),
        ["System.Net.NetworkInformation.PhysicalAddress"] = (ObjectShapeKind.Text, null),
        ["System.Range"] = (ObjectShapeKind.Text, null),
        ["System.Reflection.Assembly"] = (ObjectShapeKind.Text, null),
        ["System.Reflection.AssemblyName"] = (ObjectShapeKind.Text, null),
        ["System.Reflection.MemberInfo"] = (ObjectShapeKind.Text, null),
        ["System.Reflection.Module"] = (ObjectShapeKind.Text, null),
        ["System.Management.Automation.ScriptBlock"] = (ObjectShapeKind.Text, null),
        ["System.Management.Automation.SemanticVersion"] = (ObjectShapeKind.Text, null),
        ["System.Text.RegularExpressions.Regex"] = (ObjectShapeKind.Text, null),
        ["System.Text.Rune"] = (ObjectShapeKind.Text, null),
        ["System.Text.StringBuilder"] = (ObjectShapeKind.Text, null),
        ["System.TimeZoneInfo"] = (ObjectShapeKind.Text, null),
        ["System.Version"] = (ObjectShapeKind.Text, null),
        ["System.Xml.Linq.XObject"] = (ObjectShapeKind.Text, null),
        ["System.Xml.XmlNode"] = (ObjectShapeKind.Markup, null),

        // Their members are not values.
        ["System.Memory`1"] = (ObjectShapeKind.Memory, null),
        ["System.ReadOnlyMemory`1"] = (ObjectShapeKind.Memory, null),

        // Enumerating it returns only the names.
        ["System.Collections.Specialized.NameValueCollection"] = (ObjectShapeKind.NameValues, null),

        // Never written to a payload.
        ["System.Management.Automation.PSCredential"] = (ObjectShapeKind.Secret, null),
        ["System.Net.NetworkCredential"] = (ObjectShapeKind.Secret, null),
        ["System.Security.Cryptography.AsymmetricAlgorithm"] = (ObjectShapeKind.Secret, null),
        ["System.Security.Cryptography.KeyedHashAlgorithm"] = (ObjectShapeKind.Secret, null),
        ["System.Security.Cryptography.SymmetricAlgorithm"] = (ObjectShapeKind.Secret, null),
        ["System.Security.SecureString"] = (ObjectShapeKind.Secret, null),
        ["WebhookTools.Core.Signatures.WebhookSecret"] = (ObjectShapeKind.Secret, null),

        // Not data: reading their members would run code, wait, or return values that are meaningless elsewhere.
        ["System.Delegate"] = (ObjectShapeKind.NotData, NoData),
        ["System.Reflection.Pointer"] = (ObjectShapeKind.NotData, Unsafe),
        ["System.Runtime.InteropServices.SafeHandle"] = (ObjectShapeKind.NotData, Unsafe),
        ["System.Threading.Tasks.Task"] = (ObjectShapeKind.NotData, NotDoneYet),
        ["System.Threading.Tasks.ValueTask"] = (ObjectShapeKind.NotData, NotDoneYet),
        ["System.Threading.Tasks.ValueTask`1"] = (ObjectShapeKind.NotData, NotDoneYet),
    };

    /// <summary>Returns how a type is written if it, or a type that it derives from, is listed.</summary>
    public static (ObjectShapeKind Kind, string? Reason)? Find(Type type)
    {
        for (Type? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            Type named = candidate.IsGenericType ? candidate.GetGenericTypeDefinition() : candidate;
            if (named.FullName is { } name && Types.TryGetValue(name, out (ObjectShapeKind Kind, string? Reason) found))
            {
                return found;
            }
        }

        return null;
    }
}
