using Luciole.Torch.Native;

namespace Luciole.Torch.Precision;

/// <summary>
/// Mixed precision for this thread until it is disposed: on one kind of device, products, convolutions and attention compute in a 16-bit
/// type, what needs range (losses, normalisation, softmax) in single precision, by libtorch's lists. Weights are cast once and kept; the
/// outermost scope forgets the casts, so weights must not be changed inside one. Call <see cref="Tensor.Backward"/> outside.
/// The processor's kernels of our own, which compute in single precision, step aside meanwhile.
/// </summary>
public sealed class Autocast : IDisposable
{
    private readonly DeviceKind _kind;
    private readonly int _beforeEnabled;
    private readonly int _beforeType;
    private bool _disposed;

    /// <summary>Begins.</summary>
    /// <param name="kind">The kind of device whose operators are cast.</param>
    /// <param name="type"><see cref="ScalarType.BFloat16"/>, or on a GPU also <see cref="ScalarType.Float16"/>.</param>
    /// <exception cref="ArgumentException">Another type.</exception>
    public Autocast(DeviceKind kind, ScalarType type)
    {
        if (type != ScalarType.BFloat16 && (type != ScalarType.Float16 || kind == DeviceKind.Cpu))
            throw new ArgumentException($"Mixed precision on {(kind == DeviceKind.Cpu ? "the processor takes BFloat16" : "a GPU takes BFloat16 or Float16")}, not {type}.", nameof(type));
        _kind = kind;
        LibLucioleTorch.Check(LibLucioleTorch.AutocastEnter((int)kind, (int)type, out _beforeEnabled, out _beforeType));
    }

    /// <summary>The type that operators of this thread are cast to on a kind of device, or null where they are not.</summary>
    public static ScalarType? TypeOf(DeviceKind kind) => LibLucioleTorch.AutocastGet((int)kind) is >= 0 and var type ? (ScalarType)type : null;

    /// <summary>Whether operators of this thread are cast on a kind of device.</summary>
    public static bool IsOn(DeviceKind kind) => LibLucioleTorch.AutocastGet((int)kind) >= 0;

    /// <summary>
    /// Weights are cast anew at every use until the result is disposed. A cast that is kept while autograd is off has no way back: a part of a
    /// network that is computed without autograd and then again with it would lose its gradients.
    /// </summary>
    public static IDisposable WithoutCache() => new CacheScope();

    /// <summary>Puts this thread's precision back as it was.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        LibLucioleTorch.Check(LibLucioleTorch.AutocastLeave((int)_kind, _beforeEnabled, _beforeType));
    }

    private sealed class CacheScope : IDisposable
    {
        private readonly int _before = LibLucioleTorch.AutocastCacheSet(0);

        public void Dispose() => _ = LibLucioleTorch.AutocastCacheSet(_before);
    }
}
