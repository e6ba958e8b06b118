namespace Luciole.Kernels.Convolution;

/// <summary>
/// Between tiles of pixels and rows of spectra, for one tile size and one kind of register. A pair of real tiles a, b is transformed as
/// z = a + i b. At frequency (u, v) with 0 &lt; v &lt; T / 2 it has two rows: Z(u, v), and i times the conjugate of Z(-u, -v); the
/// other half of the frequencies is then redundant. All spectra of a point lie side by side: real parts of the lanes, then imaginary parts.
/// </summary>
internal unsafe interface ITileTransform
{
    /// <summary>Side of a tile.</summary>
    int Size { get; }

    /// <summary>Floats of scratch that every thread needs.</summary>
    int ScratchFloats { get; }

    /// <summary>
    /// Transforms a pair. <paramref name="extent"/>: pixels beyond so many rows and columns of the tile count as zero.
    /// The row of frequency f lies at <paramref name="spectra"/> + f <paramref name="frequencyStep"/>, the second row
    /// <paramref name="secondRow"/> floats after. A tile with a value that is not finite is taken as zero where that value's lanes are.
    /// </summary>
    /// <returns>Bit 0: the first tile has such a value; bit 1: the second.</returns>
    int Forward(
        in TileWindow a, in TileWindow b, int extent, int height, int width, float* spectra, nint frequencyStep, nint secondRow, float* scratch);

    /// <summary>
    /// The results of a pair, stored where the windows say: <paramref name="valid"/> rows and columns, cut at the image's borders.
    /// <paramref name="filter"/>: number of the first lane's filter, for the epilogue.
    /// </summary>
    void Inverse(
        float* spectra, nint frequencyStep, nint secondRow, in TileWindow a, in TileWindow b, int valid, int height, int width, int filter, in Epilogue epilogue, float* scratch);

    /// <summary>Must come before a thread's first call of <see cref="Kernels"/>, which leaves these rows of its scratch alone.</summary>
    void ClearForKernels(float* scratch, int kernel);

    /// <summary>
    /// The conjugate spectra, divided by T^2, of two rows of kernels. Lane l of row 0 is the kernel at <paramref name="first"/> + l
    /// <paramref name="laneStep"/>, that of row 1 lies <paramref name="secondStep"/> floats after, if
    /// <paramref name="isPair"/>. Lanes from <paramref name="lanes"/> on become zero. <paramref name="isFlipped"/>: the kernels are turned by
    /// 180 degrees first. The spectra of the two rows are stored side by side.
    /// </summary>
    void Kernels(
        float* first, nint laneStep, int lanes, nint secondStep, bool isPair, int kernel, bool isFlipped, float* spectra, nint frequencyStep, float* scratch);

    /// <summary>From sums of conj(X) Y over both rows of all pairs to the gradient of two rows of kernels; the arguments as in <see cref="Kernels"/>.</summary>
    void KernelGradients(
        float* spectra, nint frequencyStep, int kernel, float* first, nint laneStep, int lanes, nint secondStep, bool isPair, float* scratch);
}
