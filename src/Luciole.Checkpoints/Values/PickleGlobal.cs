namespace Luciole.Checkpoints;

/// <summary>The name of a Python class, function or constant, such as <c>torch.float16</c>; only a name, nothing is imported.</summary>
public sealed class PickleGlobal : PickleValue
{
    /// <summary>A name in a module, for instance <c>torch.nn.modules.normalization</c> and <c>LayerNorm</c>.</summary>
    public PickleGlobal(string module, string name)
        : this(module, name, GlobalKind.Name, null)
    {
    }

    internal PickleGlobal(string module, string name, GlobalKind kind, ElementType? elementType)
    {
        Module = module;
        Name = name;
        Kind = kind;
        ElementType = elementType;
    }

    /// <summary>The Python module, with the names of Python 3.</summary>
    public string Module { get; }

    /// <summary>The name in the module.</summary>
    public string Name { get; }

    /// <summary>Module and name, joined by a dot.</summary>
    public string FullName => $"{Module}.{Name}";

    internal GlobalKind Kind { get; }

    internal ElementType? ElementType { get; }
}
