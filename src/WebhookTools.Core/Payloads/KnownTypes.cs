namespace WebhookTools.Core.Payloads;

/// <summary>
/// Types that are not to be written by their members, and those derived from them. They are known by name, so that the assemblies of those that a
/// program does not use are never loaded. A further type is one line.
/// </summary>
internal static class KnownTypes
{
    private const string NoData = "it is code, not data";
    private const string NotDoneYet = "it stands for a value that may not be there yet";
    private const string Unsafe = "it is an address in memory";

    private static readonly Dictionary<string, (ObjectShapeKind Kind, string? Reason)> Types = new(StringComparer.Ordinal)
    {
        // Whose text says all, and reads back as the same.
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

        // Whose members are no values.
        ["System.Memory`1"] = (ObjectShapeKind.Memory, null),
        ["System.ReadOnlyMemory`1"] = (ObjectShapeKind.Memory, null),

        // As a sequence it gives its names only.
        ["System.Collections.Specialized.NameValueCollection"] = (ObjectShapeKind.NameValues, null),

        // What must never leave.
        ["System.Management.Automation.PSCredential"] = (ObjectShapeKind.Secret, null),
        ["System.Net.NetworkCredential"] = (ObjectShapeKind.Secret, null),
        ["System.Security.Cryptography.AsymmetricAlgorithm"] = (ObjectShapeKind.Secret, null),
        ["System.Security.Cryptography.KeyedHashAlgorithm"] = (ObjectShapeKind.Secret, null),
        ["System.Security.Cryptography.SymmetricAlgorithm"] = (ObjectShapeKind.Secret, null),
        ["System.Security.SecureString"] = (ObjectShapeKind.Secret, null),
        [typeof(Signatures.WebhookSecret).FullName!] = (ObjectShapeKind.Secret, null),

        // What is no data: reading its members would run it, wait for it, or mean nothing elsewhere.
        ["System.Delegate"] = (ObjectShapeKind.Refused, NoData),
        ["System.Reflection.Pointer"] = (ObjectShapeKind.Refused, Unsafe),
        ["System.Runtime.InteropServices.SafeHandle"] = (ObjectShapeKind.Refused, Unsafe),
        ["System.Threading.Tasks.Task"] = (ObjectShapeKind.Refused, NotDoneYet),
        ["System.Threading.Tasks.ValueTask"] = (ObjectShapeKind.Refused, NotDoneYet),
        ["System.Threading.Tasks.ValueTask`1"] = (ObjectShapeKind.Refused, NotDoneYet),
    };

    /// <summary>How a type is written, if it or one that it derives from is known.</summary>
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
