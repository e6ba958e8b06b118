using System.Runtime.InteropServices;
using Luciole.Data.Discovery;
using Luciole.Data.Simulation;
using Luciole.Data.Studies;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Benchmarks.Loading;

/// <summary>Simulated fields as 16-bit OME-TIFF files with Deflate compression, in a folder that goes away with it.</summary>
internal sealed class FieldFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("luciole-benchmark-");

    /// <summary>Simulates fields of two planes and one target each.</summary>
    public FieldFiles(int fields, int side)
    {
        var samples = new List<Sample>();
        for (var i = 0; i < fields; i++)
        {
            var field = CellSimulator.Simulate(i, Modality.BF, side, side, sliceCount: 2);
            var target = Write($"target{i}.tif", side, field.Targets[Organelle.Nucleus]);
            samples.AddRange(field.Slices.Select((slice, z) => new Sample(Write($"raw{i}_{z}.tif", side, slice), target, $"{i}")));
        }

        Samples = samples;
    }

    /// <summary>Two samples a field.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, int side, ushort[] counts)
    {
        var path = Path.Combine(_folder.FullName, name);
        var options = new OmeTiffOptions
        {
            Height = side, Width = side, SampleType = SampleType.UInt16, ChannelNames = ["benchmark"], Provenance = new Provenance { Program = "Luciole.Benchmarks" },
        };
        using var writer = new OmeTiffWriter(path, options);
        writer.WriteNativeRows(MemoryMarshal.AsBytes(counts.AsSpan()));
        writer.Commit();
        return path;
    }
}
