using System.Management.Automation;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>Selects alerts by wildcards, all of which must match. Case is ignored.</summary>
internal sealed class AlertFilter
{
    private readonly List<(Func<Alert, string?> Read, WildcardPattern Pattern)> _conditions = [];

    /// <summary>Adds a condition, unless the pattern is null.</summary>
    public AlertFilter Where(Func<Alert, string?> read, string? pattern)
    {
        if (pattern is not null)
        {
            _conditions.Add((read, WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase)));
        }

        return this;
    }

    public bool IsMatch(Alert alert) => _conditions.TrueForAll(condition => condition.Pattern.IsMatch(condition.Read(alert) ?? string.Empty));
}
