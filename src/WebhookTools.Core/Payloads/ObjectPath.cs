using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads;

/// <summary>The containers that are being written, outermost first, and the current position in each. Finds cycles and provides the paths of errors.</summary>
internal sealed class ObjectPath
{
    private Step[] _steps = new Step[16];

    public int Depth { get; private set; }

    public void Push(object container)
    {
        if (Depth == _steps.Length)
        {
            Array.Resize(ref _steps, Depth * 2);
        }

        _steps[Depth++] = new Step { Container = container, Index = -1 };
    }

    public void Pop() => _steps[--Depth] = default;

    public void GoTo(string name) => _steps[Depth - 1].Name = name;

    public void GoTo(long index) => _steps[Depth - 1].Index = index;

    /// <summary>Finds an open container that is the same object.</summary>
    /// <param name="path">The path to it.</param>
    public bool IsOpen(object container, out string path)
    {
        for (int level = Depth - 1; level >= 0; level--)
        {
            if (ReferenceEquals(_steps[level].Container, container))
            {
                path = Describe(level);
                return true;
            }
        }

        path = string.Empty;
        return false;
    }

    /// <summary>The path to the innermost container.</summary>
    public string Container => Describe(Depth - 1);

    /// <summary>Returns the path to the current value.</summary>
    public override string ToString() => Describe(Depth);

    private string Describe(int depth)
    {
        var path = new JsonPathBuilder();
        foreach (ref readonly Step step in _steps.AsSpan(0, depth))
        {
            if (step.Name is not null)
            {
                path.AppendName(step.Name);
            }
            else if (step.Index >= 0)
            {
                path.AppendIndex(step.Index);
            }
        }

        return path.ToString();
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Step
    {
        public object Container;
        public string? Name;
        public long Index;
    }
}
