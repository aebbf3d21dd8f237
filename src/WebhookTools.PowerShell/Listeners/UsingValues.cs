using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>The values of a script block's <c>$using:</c> expressions, as the engine takes them for a script of another runspace.</summary>
internal static class UsingValues
{
    /// <summary>The parameter by whose name the engine takes them; Start-ThreadJob does the same.</summary>
    public const string ParameterName = "--%";

    private const string Prefix = "$using:";

    /// <summary>Evaluates each expression where the caller is.</summary>
    /// <exception cref="Core.WebhookException">A variable is not set there.</exception>
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

    /// <summary>How the engine looks a value up: a variable's name has no case, an index may have one.</summary>
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

        // A member, an index, a drive's item: '$using:config.Uri' is '$config.Uri' here.
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
