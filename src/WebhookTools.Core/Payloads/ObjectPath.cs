using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads;

/// <summary>The containers that are being written, from the outermost in, and the place within each: finds cycles, and names places in errors.</summary>
internal sealed class ObjectPath
{
    private Step[] _steps = new Step[16];

    /// <summary>How many containers are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Opens a container.</summary>
    /// <param name="container">The object itself, which must not be within itself.</param>
    public void Push(object container)
    {
        if (Depth == _steps.Length)
        {
            Array.Resize(ref _steps, Depth * 2);
        }

        _steps[Depth++] = new Step { Container = container, Index = -1 };
    }

    /// <summary>Closes the innermost container.</summary>
    public void Pop() => _steps[--Depth] = default;

    /// <summary>Goes to a member of the innermost container.</summary>
    public void GoTo(string name) => _steps[Depth - 1].Name = name;

    /// <summary>Goes to an item of the innermost container.</summary>
    public void GoTo(long index) => _steps[Depth - 1].Index = index;

    /// <summary>Finds an open container that is this very object.</summary>
    /// <param name="path">The way to it.</param>
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

    /// <summary>The way to the innermost container.</summary>
    public string Container => Describe(Depth - 1);

    /// <summary>The way to the place at hand.</summary>
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
