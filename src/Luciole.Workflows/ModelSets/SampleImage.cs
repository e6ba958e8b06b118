using System.Runtime.InteropServices;
using Luciole.Configuration;
using Luciole.Data.Simulation;
using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows.ModelSets;

/// <summary>The input of a test sample: one patch with its values as stored.</summary>
/// <param name="Type">The type of its values.</param>
/// <param name="Data">The values, <c>[C, Y, X]</c>, little endian.</param>
/// <param name="Pixels">Rows times columns.</param>
internal sealed record SampleImage(SampleType Type, byte[] Data, int Pixels)
{
    /// <summary>The type in NumPy's words.</summary>
    public string NumpyType => Type switch
    {
        SampleType.UInt8 => "|u1",
        SampleType.Int8 => "|i1",
        SampleType.UInt16 => "<u2",
        SampleType.Int16 => "<i2",
        SampleType.UInt32 => "<u4",
        SampleType.Int32 => "<i4",
        SampleType.Float64 => "<f8",
        _ => "<f4",
    };

    /// <summary>The middle of an image, or simulated cells.</summary>
    /// <exception cref="InputException">The image is smaller than the patch or has other channels.</exception>
    public static SampleImage Of(PatchSize patch, string? path) => path is null ? Simulated(patch) : Middle(patch, path);

    /// <summary>The first channel.</summary>
    public float[] FirstPlane()
    {
        var values = new float[Pixels];
        Samples.ToSingle(Type, Data.AsSpan(0, Pixels * Samples.Size(Type)), values);
        return values;
    }

    private static SampleImage Simulated(PatchSize patch)
    {
        var field = CellSimulator.Simulate(1, Modality.PC, Math.Max(16, patch.Height), Math.Max(16, patch.Width));
        var plane = MemoryMarshal.AsBytes(field.Slices[field.InFocus].AsSpan()).ToArray();
        return new SampleImage(SampleType.UInt16, [.. Enumerable.Repeat(plane, patch.Channels).SelectMany(p => p)], patch.Height * patch.Width);
    }

    private static SampleImage Middle(PatchSize patch, string path)
    {
        using var image = ImageFile.Read(path);
        if (image.Channels != patch.Channels || image.Height < patch.Height || image.Width < patch.Width)
            throw new InputException($"{path}: is {image.Height} x {image.Width} with {image.Channels} channels, but a sample of {patch.Height} x {patch.Width} with {patch.Channels} is needed; give a larger image of that kind, or leave --sample out.");
        var size = Samples.Size(image.SampleType);
        var (top, left) = ((image.Height - patch.Height) / 2, (image.Width - patch.Width) / 2);
        var data = new byte[patch.Height * patch.Width * patch.Channels * size];
        var at = 0;
        for (var c = 0; c < patch.Channels; c++)
        {
            for (var y = 0; y < patch.Height; y++)
            {
                for (var x = 0; x < patch.Width; x++, at += size)
                    image.Data.AsSpan(((((top + y) * image.Width) + left + x) * image.Channels + c) * size, size).CopyTo(data.AsSpan(at));
            }
        }

        return new SampleImage(image.SampleType, data, patch.Height * patch.Width);
    }
}
