namespace Luciole.Torch.Distributed;

/// <summary>Some parameters whose gradients travel as one tensor.</summary>
internal sealed class GradientBucket : IDisposable
{
    private readonly Tensor[] _parameters;
    private readonly Tensor[] _views;
    private readonly bool[] _isReady;
    private readonly Tensor _flat;
    private int _missing;

    public GradientBucket(IReadOnlyList<Tensor> parameters)
    {
        using var scope = new TensorScope();
        _parameters = [.. parameters];
        _isReady = new bool[_parameters.Length];
        _flat = TensorScope.Release(Tensor.Zeros([parameters.Sum(p => p.ElementCount)], parameters[0].ScalarType, parameters[0].Device));
        _views = new Tensor[_parameters.Length];
        var start = 0L;
        for (var i = 0; i < _views.Length; i++)
        {
            var count = _parameters[i].ElementCount;
            _views[i] = TensorScope.Release(_flat.Slice(0, start, start + count).Reshape(_parameters[i].Shape));
            start += count;
        }
    }

    /// <summary>Whether all gradients are there.</summary>
    public bool IsComplete => _missing == 0;

    /// <summary>A backward pass begins.</summary>
    public void Reset()
    {
        Array.Clear(_isReady);
        _missing = _parameters.Length;
    }

    /// <summary>A parameter's gradient is there; true the first time.</summary>
    public bool Mark(int index)
    {
        if (_isReady[index])
            return false;
        _isReady[index] = true;
        _missing--;
        return true;
    }

    /// <summary>Sends what the gradients are now, times a weight; a parameter without one sends zeros.</summary>
    public CollectiveWork Send(ProcessGroup group, double weight)
    {
        using var scope = new TensorScope();
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (_parameters[i].Gradient is { } gradient)
                _views[i].CopyFrom(gradient);
            else
                _views[i].FillInPlace(0);
        }

        if (weight != 1)
            _flat.MulInPlace(weight);
        return group.BeginAllReduce(_flat);
    }

    /// <summary>What came back becomes the parameters' gradients, without a copy.</summary>
    public void Adopt()
    {
        for (var i = 0; i < _parameters.Length; i++)
            _parameters[i].Gradient = _views[i];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in _views)
            view.Dispose();
        _flat.Dispose();
    }
}
