using Luciole.Kernels.Memory;

namespace Luciole.Kernels.Convolution;

/// <summary>The spectra of a convolution's weights, kept to be used again.</summary>
public sealed class WeightSpectra : IDisposable
{
    internal WeightSpectra(Workspace memory, int tileSize, long bytes)
    {
        Memory = memory;
        TileSize = tileSize;
        Bytes = bytes;
    }

    /// <summary>Bytes in memory.</summary>
    public long Bytes { get; }

    internal int TileSize { get; }

    internal Workspace Memory { get; }

    /// <summary>Frees them.</summary>
    public void Dispose() => Memory.Dispose();
}
