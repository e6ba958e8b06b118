namespace Luciole.Checkpoints;

/// <summary>
/// An object of an allow-listed Python class that was not made: its class, the arguments it would have been made with and its
/// attributes. For instance <c>torch.device</c> with <c>('cpu',)</c>, or an <c>argparse.Namespace</c> with its attributes.
/// </summary>
public sealed class PickleObject : PickleValue
{
    internal PickleObject(PickleGlobal type, PickleTuple arguments, bool isNew)
    {
        Class = type;
        Arguments = arguments;
        IsNew = isNew;
    }

    /// <summary>An object that its class would make from these arguments.</summary>
    public PickleObject(PickleGlobal type, params ReadOnlySpan<PickleValue> arguments)
        : this(type, new PickleTuple(arguments), isNew: false)
    {
    }

    /// <summary>The Python class.</summary>
    public PickleGlobal Class { get; }

    /// <summary>Module and class name, joined by a dot.</summary>
    public string ClassName => Class.FullName;

    /// <summary>The arguments of the call that would have made it.</summary>
    public PickleTuple Arguments { get; }

    /// <summary>What would have been set afterwards (usually a dict of attributes), or null.</summary>
    public PickleValue? State { get; set; }

    /// <summary>Whether Python's <c>__new__</c> was to make it, and not a call of the class.</summary>
    internal bool IsNew { get; }
}
