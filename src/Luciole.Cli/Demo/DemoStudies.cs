using System.Globalization;
using System.Runtime.InteropServices;
using Luciole.Data.Simulation;
using Luciole.Data.Studies;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Cli.Demo;

/// <summary>
/// Writes simulated cells as the LightMyCells challenge gives its data: a folder for each study, in it for every field of view its
/// transmitted-light planes, <c>image_7_BF_z0.ome.tiff</c> and so on, and a fluorescence image of each organelle,
/// <c>image_7_Nucleus.ome.tiff</c>. Each study has a modality of its own.
/// </summary>
internal sealed class DemoStudies(string root, string program)
{
    /// <summary>Planes of a field.</summary>
    public const int PlanesPerField = 5;

    private const int Side = 256;
    private static readonly PhysicalSize s_pixel = new(0.325, 0.325);
    private static readonly Modality[] s_modalities = [Modality.BF, Modality.PC, Modality.DIC];

    /// <summary>Writes one study for each modality.</summary>
    /// <param name="firstStudy">The number of the first study.</param>
    /// <param name="fieldsPerStudy">Fields of view in each.</param>
    /// <param name="firstField">The number of the first field; it seeds the simulation, and no two fields share one.</param>
    /// <param name="stop">Ends the writing.</param>
    public void Write(int firstStudy, int fieldsPerStudy, int firstField, CancellationToken stop)
    {
        var fields = Enumerable.Range(0, s_modalities.Length * fieldsPerStudy)
            .Select(i => (Study: firstStudy + (i / fieldsPerStudy), Modality: s_modalities[i / fieldsPerStudy], Number: firstField + i));
        Parallel.ForEach(
            fields,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            field => WriteField(Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"Study_{field.Study}")), field.Modality, field.Number));
    }

    private static string Name(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"image_{number}_{what}.ome.tiff");

    private void WriteField(string folder, Modality modality, int number)
    {
        var field = CellSimulator.Simulate(number, modality, Side, Side, PlanesPerField);
        for (var z = 0; z < PlanesPerField; z++)
            WritePlane(Path.Combine(folder, Name(number, $"{modality}_z{z}")), field.Slices[z], modality.ToString());
        foreach (var (organelle, pixels) in field.Targets)
            WritePlane(Path.Combine(folder, Name(number, organelle.ToString())), pixels, organelle.ToString());
    }

    private void WritePlane(string path, ushort[] pixels, string channel)
    {
        using var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Height = Side,
            Width = Side,
            SampleType = SampleType.UInt16,
            ChannelNames = [channel],
            PhysicalSize = s_pixel,
            Provenance = new Provenance { Program = program, Further = [new("origin", "simulated cells, no measurement")] },
        });
        writer.WriteNativeRows(MemoryMarshal.AsBytes(pixels.AsSpan()));
        writer.Commit();
    }
}
