using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>Evaluates the <c>$using:</c> expressions of a script block, in the form that PowerShell expects for a script in another runspace.</summary>
internal static class UsingValues
{
    /// <summary>The name of the parameter with which PowerShell receives the values. Start-ThreadJob uses it as well.</summary>
    public const string ParameterName = "--%";

    private const string Prefix = "$using:";

    /// <summary>Evaluates each expression in the caller's session.</summary>
    /// <exception cref="Core.WebhookException">A variable is not set.</exception>
    public static Dictionary<string, object?> Of(ScriptBlock script, SessionState session)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (UsingExpressionAst expression in script.Ast.FindAll(static ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            string key = KeyOf(expression);
            if (!values.ContainsKey(key))
            {
                values.Add(key, ValueOf(expression, session));
            }
        }

        return values;
    }

    /// <summary>Returns the key by which PowerShell looks a value up. The case of a variable's name is ignored, that of an index is not.</summary>
    private static string KeyOf(UsingExpressionAst expression)
    {
        string text = expression.SubExpression is VariableExpressionAst ? expression.ToString().ToLowerInvariant() : expression.ToString();
        return Convert.ToBase64String(Encoding.Unicode.GetBytes(text));
    }

    private static object? ValueOf(UsingExpressionAst expression, SessionState session)
    {
        if (expression.SubExpression is VariableExpressionAst { VariablePath.IsDriveQualified: false } variable)
        {
            string name = variable.VariablePath.UserPath;
            return (session.PSVariable.Get(name) ?? throw CommandErrors.UsingNotSet(name)).Value;
        }

        // A member, an index or an item of a drive: '$using:config.Uri' is '$config.Uri' in the caller's session.
        string text = "$" + expression.Extent.Text[Prefix.Length..];
        IList<PSObject> result = session.InvokeCommand.InvokeScript(session, ScriptBlock.Create(text));
        return result.Count switch
        {
            0 => null,
            1 => result[0],
            _ => result.ToArray(),
        };
    }
}
