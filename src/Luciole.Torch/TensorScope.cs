namespace Luciole.Torch;

/// <summary>
/// Owns every tensor that is created on its thread while it is the innermost scope, and frees them together when it is disposed,
/// so that a step's activations end with the step. <see cref="Keep"/> hands a tensor to the scope outside.
/// Scopes nest; each must be disposed on the thread that made it. The innermost scope is per-thread state: a tensor has to find
/// its owner without every operator taking one more argument.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? t_innermost;

    private readonly TensorScope? _outer;
    private readonly HashSet<Tensor> _owned = new(ReferenceEqualityComparer.Instance);
    private bool _disposed;

    /// <summary>Opens a scope inside the thread's present one.</summary>
    public TensorScope()
    {
        _outer = t_innermost;
        t_innermost = this;
    }

    /// <summary>How many living tensors the scope owns.</summary>
    public int Count => _owned.Count;

    internal static TensorScope? Innermost => t_innermost;

    /// <summary>Moves a tensor out to the enclosing scope, or to the caller alone when there is none.</summary>
    public Tensor Keep(Tensor tensor)
    {
        if (_owned.Remove(tensor))
        {
            tensor.Scope = _outer;
            _outer?._owned.Add(tensor);
        }

        return tensor;
    }

    /// <summary>Takes a tensor out of every scope: from here on its holder alone frees it (parameters, optimiser state).</summary>
    public static Tensor Release(Tensor tensor)
    {
        tensor.Scope?._owned.Remove(tensor);
        tensor.Scope = null;
        return tensor;
    }

    internal static void Adopt(Tensor tensor)
    {
        tensor.Scope = t_innermost;
        t_innermost?._owned.Add(tensor);
    }

    internal void Forget(Tensor tensor)
    {
        if (!_disposed)
            _owned.Remove(tensor);
    }

    /// <summary>Frees the tensors the scope still owns.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is still open, or this is another thread.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        if (!ReferenceEquals(t_innermost, this))
            throw new InvalidOperationException("Tensor scopes must be disposed innermost first, on the thread that opened them.");
        _disposed = true;
        t_innermost = _outer;
        foreach (var tensor in _owned)
            tensor.Dispose();
        _owned.Clear();
    }
}
