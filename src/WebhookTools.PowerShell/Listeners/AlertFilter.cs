using System.Management.Automation;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>Which alerts are wanted: wildcards in any case, all of which must match.</summary>
internal sealed class AlertFilter
{
    private readonly List<(Func<Alert, string?> Read, WildcardPattern Pattern)> _conditions = [];

    /// <summary>Adds a condition; null asks for nothing.</summary>
    public AlertFilter Where(Func<Alert, string?> read, string? pattern)
    {
        if (pattern is not null)
        {
            _conditions.Add((read, WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase)));
        }

        return this;
    }

    /// <summary>Whether all conditions hold.</summary>
    public bool IsMatch(Alert alert) => _conditions.TrueForAll(condition => condition.Pattern.IsMatch(condition.Read(alert) ?? string.Empty));
}
