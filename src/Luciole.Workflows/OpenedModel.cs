using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Torch.Runtime;

namespace Luciole.Workflows;

/// <summary>
/// A checkpoint that is about to become a network. libtorch takes a third of a second to load; while it does, on a thread of its own,
/// the file is hashed and the configuration in it is read. The order counts: until libtorch is loaded, no other library can be, nor a
/// function of one be called for the first time, so the file is opened and the hash begun before.
/// </summary>
internal sealed class OpenedModel : IDisposable
{
    private readonly Task<string> _hash;

    private OpenedModel(PyTorchCheckpoint checkpoint, Task<string> hash)
    {
        Checkpoint = checkpoint;
        _hash = hash;
    }

    /// <summary>Names, shapes and settings; the values while this is open.</summary>
    public PyTorchCheckpoint Checkpoint { get; }

    /// <summary>SHA-256 of the file.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public string Hash => _hash.GetAwaiter().GetResult();

    /// <summary>Opens the file, begins its hash, and begins to load libtorch.</summary>
    /// <exception cref="InputException">It is no checkpoint.</exception>
    public static OpenedModel Open(string path)
    {
        var hash = Task.Run(() => ContentHash.OfFile(path));
        var checkpoint = PyTorchCheckpoint.Open(path);
        TorchRuntime.BeginLoading();
        return new OpenedModel(checkpoint, hash);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => Checkpoint.Dispose();
}
