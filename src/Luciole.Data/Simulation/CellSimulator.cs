using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>
/// Makes fields of cells with their images, so that everything can be tried without a data set: bodies and nuclei are drawn as
/// maps of optical thickness, from which a simple optical model makes a bright-field stack and a nuclear stain. The stain can be
/// learnt from the stack by what nuclei do to light: their rim, their texture, their nucleoli.
/// </summary>
public static class CellSimulator
{
    /// <summary>Simulates one field; the same arguments give the same field.</summary>
    /// <param name="seed">Names the field.</param>
    /// <param name="height">Rows, at least 16.</param>
    /// <param name="width">Columns, at least 16.</param>
    /// <param name="sliceCount">Planes of the stack, from below focus to above.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public static SimulatedField Simulate(int seed, int height, int width, int sliceCount = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(sliceCount, 1);
        var specimen = new Specimen(new SampleRandom(seed, 0), height, width);
        var nucleus = Fluorescence.Image(new SampleRandom(seed, 1), specimen.Stain, height, width);

        // Real stacks are not centred on focus exactly.
        var random = new SampleRandom(seed, 2);
        var focus = random.Uniform(-0.35, 0.35);
        var microscope = new BrightField(random, specimen, height, width);
        var slices = Enumerable.Range(0, sliceCount).Select(k => microscope.Plane(2 * (k - ((sliceCount - 1) / 2.0) + focus))).ToArray();
        var inFocus = Math.Clamp((int)Math.Round(((sliceCount - 1) / 2.0) - focus), 0, sliceCount - 1);
        return new SimulatedField(height, width, slices, nucleus, specimen.NucleusMask, inFocus);
    }
}
