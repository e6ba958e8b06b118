using Luciole.Torch.Native;

namespace Luciole.Torch.Distributed;

/// <summary>A collective that was begun; its tensor belongs to it until <see cref="Wait"/> returned.</summary>
public sealed class CollectiveWork : IDisposable
{
    private readonly Tensor[] _tensors;
    private nint _work;

    internal CollectiveWork(nint work, params Tensor[] tensors) => (_work, _tensors) = (work, tensors);

    /// <summary>Whether it is over, well or badly.</summary>
    public bool IsDone
    {
        get
        {
            LibLucioleTorch.Check(LibLucioleTorch.WorkIsDone(_work, out var done));
            return done != 0;
        }
    }

    /// <summary>Returns when it is done; on a GPU: when what follows on the current stream waits for it.</summary>
    /// <exception cref="TorchException">A rank is gone, or did not come within the group's timeout.</exception>
    public void Wait()
    {
        ObjectDisposedException.ThrowIf(_work == 0, this);
        LibLucioleTorch.Check(LibLucioleTorch.WorkWait(_work));
        GC.KeepAlive(_tensors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_work != 0)
            LibLucioleTorch.WorkFree(_work);
        _work = 0;
    }
}
