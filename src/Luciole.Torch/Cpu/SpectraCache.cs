using Luciole.Files;
using Luciole.Kernels.Convolution;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>
/// The spectra of one convolution's weights, kept from prediction to prediction, and dropped when the weights change. All caches
/// together keep within a budget: an eighth of the machine's memory and at most 768 MiB, or <c>LUCIOLE_SPECTRA_MIB</c>. The widest
/// layers are transformed anew each time: their spectra are large and seen by few tiles.
/// </summary>
internal sealed unsafe class SpectraCache : IDisposable
{
    /// <summary>The variable that sets the budget in MiB.</summary>
    public const string Variable = "LUCIOLE_SPECTRA_MIB";

    private const long MostMebibytes = 768;
    private const long LargestMebibytes = 340;

    // What all caches of the process hold; the budget is the machine's.
    private static long s_bytes;
    private WeightSpectra? _spectra;
    private (nint Address, long Version, ConvolutionShape Shape) _of;

    /// <summary>Bytes in all caches.</summary>
    public static long Bytes => Interlocked.Read(ref s_bytes);

    /// <summary>Bytes that all caches together may hold.</summary>
    public static long Budget => s_budget.Value;

    private static readonly Lazy<long> s_budget = new(() => ReadBudget(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>The spectra for a shape, made at the first call; null when the budget does not allow them.</summary>
    public WeightSpectra? Get(ConvolutionShape shape, Tensor weight)
    {
        var wanted = (weight.DataPointer, weight.Version, shape);
        if (_spectra is not null && _of == wanted)
            return _spectra;
        Drop();
        var budget = s_budget.Value;
        var bytes = LargeKernelConvolution.Kernels.SpectraBytes(shape);
        if (bytes > LargestMebibytes << 20 || !ISpectralConvolution.IsWorthKeeping(shape))
            return null;
        if (Interlocked.Add(ref s_bytes, bytes) > budget)
        {
            Interlocked.Add(ref s_bytes, -bytes);
            return null;
        }

        _spectra = LargeKernelConvolution.Kernels.TransformWeights(shape, TensorPlanes.Floats(weight), CpuCompute.Team);
        _of = wanted;
        return _spectra;
    }

    /// <summary>Forgets the spectra.</summary>
    public void Drop()
    {
        if (_spectra is null)
            return;
        Interlocked.Add(ref s_bytes, -_spectra.Bytes);
        _spectra.Dispose();
        _spectra = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Drop();

    private static long ReadBudget(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Math.Min(MostMebibytes << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);
        return long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var mebibytes)
            ? mebibytes << 20
            : throw new InputException($"{Variable} is '{text}'; write a number of MiB, 0 for none, or leave it out.");
    }
}
