using Luciole.Data.RandomStreams;
using Luciole.Data.Studies;

namespace Luciole.Data.Simulation;

/// <summary>
/// Makes fields of cells with their images, so that everything can be tried without a data set. Bodies, nuclei, mitochondria, actin
/// and microtubules are drawn as maps of optical path, absorption and stain; simple optical models make of them a transmitted-light
/// stack in one of three modalities and four fluorescence images. The fluorescence can be learnt from the stack by what each
/// organelle does to light: the rim and the nucleoli of nuclei, the threads of mitochondria, the edge of the cell and its fibres.
/// </summary>
public static class CellSimulator
{
    private const double SliceDistance = 1;

    /// <summary>
    /// Simulates one field; the same arguments give the same field, and another modality shows the same cells and the same
    /// fluorescence.
    /// </summary>
    /// <param name="seed">Names the field.</param>
    /// <param name="modality">How the transmitted-light planes are taken.</param>
    /// <param name="height">Rows, at least 16.</param>
    /// <param name="width">Columns, at least 16.</param>
    /// <param name="sliceCount">Planes of the stack, from below focus to above.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public static SimulatedField Simulate(int seed, Modality modality, int height, int width, int sliceCount = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(sliceCount, 1);
        var specimen = SpecimenPainter.Paint(new SampleRandom(seed, 0), height, width);
        var targets = Enum.GetValues<Organelle>()
            .ToDictionary(organelle => organelle, organelle => Fluorescence.Image(new SampleRandom(seed, 1, (int)organelle), specimen.Stain(organelle)));

        // Real stacks are not centred on focus exactly.
        var random = new SampleRandom(seed, 2);
        var focus = random.Uniform(-0.35, 0.35);
        var microscope = TransmittedLight.Of(modality);
        var camera = new Camera(random);
        var middle = (sliceCount - 1) / 2.0;
        var slices = Enumerable.Range(0, sliceCount).Select(k => camera.Expose(microscope.Image(specimen, SliceDistance * (k - middle + focus)))).ToArray();
        var inFocus = Math.Clamp((int)Math.Round(middle - focus), 0, sliceCount - 1);
        return new SimulatedField(height, width, slices, targets, specimen.CellMask, specimen.NucleusMask, inFocus);
    }
}
