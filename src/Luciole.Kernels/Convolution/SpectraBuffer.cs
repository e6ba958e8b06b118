using Luciole.Kernels.Memory;

namespace Luciole.Kernels.Convolution;

/// <summary>Spectra of a chunk of pairs: for each frequency a matrix of two rows a pair and as many points as there are blocks of channels.</summary>
internal sealed unsafe class SpectraBuffer : IDisposable
{
    /// <summary>Floats between frequencies, a line: steps of powers of two would put them on the same lines of the cache.</summary>
    public const int Line = 16;

    private readonly Workspace _memory;

    public SpectraBuffer(WorkspacePool workspaces, TileGrid grid, int pairs, int blocks, int point)
    {
        RowStep = (nint)blocks * point;
        FrequencyStep = (2 * pairs * RowStep) + Line;
        _memory = workspaces.Rent((long)grid.Frequencies * FrequencyStep);
    }

    /// <summary>Floats from a row to the next.</summary>
    public nint RowStep { get; }

    /// <summary>Floats from a frequency to the next.</summary>
    public nint FrequencyStep { get; }

    /// <summary>The first row of a frequency.</summary>
    public float* At(int frequency) => _memory.Address + (frequency * FrequencyStep);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
