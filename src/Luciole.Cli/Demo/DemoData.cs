using System.Globalization;
using System.Runtime.InteropServices;
using Luciole.Data.Simulation;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Cli.Demo;

/// <summary>
/// Writes simulated cells as OME-TIFFs in the layout of training data: for every field of view one folder of bright-field planes
/// through focus, and one with the nuclear stain.
/// </summary>
internal sealed class DemoData(string root, string program)
{
    private const int Side = 256;
    private const int Slices = 5;
    private static readonly PhysicalSize s_pixel = new(0.325, 0.325);

    /// <summary>Writes fields number <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1 as one part of the data.</summary>
    /// <param name="part"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <param name="first">The number of the first field; it seeds the simulation.</param>
    /// <param name="count">Fields.</param>
    /// <param name="allSlices">All planes, or the one in focus alone.</param>
    public void Write(string part, int first, int count, bool allSlices)
    {
        for (var number = first; number < first + count; number++)
        {
            var field = CellSimulator.Simulate(number, Side, Side, Slices);
            var folder = string.Create(CultureInfo.InvariantCulture, $"Study_0_BF_image_{number}_Nucleus.ome.tiff");
            foreach (var z in allSlices ? Enumerable.Range(0, Slices) : [field.InFocus])
                WritePlane(Path.Combine(root, part, "x", folder, $"Study_0_BF_image_{number}_BF_z{z}.ome.tiff"), field.Slices[z], "Bright field");
            WritePlane(Path.Combine(root, part, "y", folder, $"Study_0_BF_image_{number}_Nucleus.ome.tiff"), field.Nucleus, "Nucleus");
        }
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
