namespace Luciole.Torch.Modules;

/// <summary>
/// A part of a network: named parameters, named buffers and named parts of its own. It owns their tensors. The dotted names and
/// their order are those of PyTorch's <c>state_dict</c>: own parameters, own buffers, then the parts.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<NamedTensor> _own = [];
    private readonly List<(string Name, Module Part)> _parts = [];

    /// <summary>Whether the module is being trained: batch statistics and dropout behave accordingly.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Number of scalars in all parameters, trainable or not.</summary>
    public long ParameterCount => Parameters().Sum(p => p.Tensor.ElementCount);

    /// <summary>Parameters and buffers with dotted names, in the order of a checkpoint.</summary>
    public IEnumerable<NamedTensor> State(string prefix = "")
    {
        foreach (var own in _own.Where(t => t.IsParameter).Concat(_own.Where(t => !t.IsParameter)))
            yield return own with { Name = prefix + own.Name };
        foreach (var (name, part) in _parts)
        {
            foreach (var entry in part.State($"{prefix}{name}."))
                yield return entry;
        }
    }

    /// <summary>The parameters alone.</summary>
    public IEnumerable<NamedTensor> Parameters() => State().Where(t => t.IsParameter);

    /// <summary>The module itself and all parts below it, in the order of a checkpoint.</summary>
    public IEnumerable<Module> SelfAndParts() => _parts.SelectMany(p => p.Part.SelfAndParts()).Prepend(this);

    /// <summary>Switches the module and its parts to training or to evaluation.</summary>
    public void Train(bool training = true)
    {
        IsTraining = training;
        ModeChanged();
        foreach (var (_, part) in _parts)
            part.Train(training);
    }

    /// <summary>Switches the module and its parts to evaluation.</summary>
    public void Eval() => Train(training: false);

    /// <summary>Moves all parameters and buffers to a device.</summary>
    public void MoveTo(Device device)
    {
        using var scope = new TensorScope();
        using var noGrad = new Autograd.NoGradScope();
        foreach (var (_, tensor, _) in State())
            tensor.ReplaceData(tensor.Detach().To(device));
    }

    /// <summary>
    /// Puts the weights of convolutions with their channels innermost, <see cref="Tensor.ToChannelsLast"/>; convolutions of a GPU then compute so
    /// whatever their input. Values, names and checkpoints stay.
    /// </summary>
    public void UseChannelsLast()
    {
        using var scope = new TensorScope();
        using var noGrad = new Autograd.NoGradScope();
        foreach (var (_, tensor, _) in State())
        {
            if (tensor.Dimensions == 4)
                tensor.ReplaceData(tensor.Detach().ToChannelsLast());
        }
    }

    /// <summary>Drops the gradients of all parameters.</summary>
    public void ZeroGradients()
    {
        foreach (var parameter in Parameters())
            parameter.Tensor.Gradient = null;
    }

    /// <summary>Gives back what the module and its parts keep beside their weights to be faster the next time; it is made again when it is needed.</summary>
    public void Trim()
    {
        Trimmed();
        foreach (var (_, part) in _parts)
            part.Trim();
    }

    /// <summary>Called by <see cref="Trim"/>.</summary>
    protected virtual void Trimmed()
    {
    }

    /// <summary>Called when <see cref="IsTraining"/> was set.</summary>
    protected virtual void ModeChanged()
    {
    }

    /// <summary>Adds a parameter; the module owns it from now on. Untrainable ones are stored, but get no gradient.</summary>
    protected Tensor AddParameter(string name, Tensor value, bool trainable = true)
    {
        value.RequiresGrad = trainable;
        _own.Add(new NamedTensor(name, TensorScope.Release(value), IsParameter: true));
        return value;
    }

    /// <summary>Adds a buffer: stored, never trained.</summary>
    protected Tensor AddBuffer(string name, Tensor value)
    {
        _own.Add(new NamedTensor(name, TensorScope.Release(value), IsParameter: false));
        return value;
    }

    /// <summary>Adds a part, whose tensors get <paramref name="name"/> and a dot before their names.</summary>
    protected T AddModule<T>(string name, T part)
        where T : Module
    {
        _parts.Add((name, part));
        return part;
    }

    /// <summary>Frees the tensors of the module and its parts.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (var own in _own)
            own.Tensor.Dispose();
        foreach (var (_, part) in _parts)
            part.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }
}
