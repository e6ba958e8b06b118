using System.Globalization;
using System.Text.Json;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

/// <summary>Whole predictions by the command, from the image's file to the OME-TIFF, against the reference's.</summary>
public sealed class GoldenPredictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Written_predictions_equal_the_reference()
    {
        var groups = Golden.Cases("infer").GroupBy(c => (Model: ModelOf(c), Settings: Settings(c))).ToList();
        Assert.NotEmpty(groups);
        foreach (var (group, number) in groups.Select((g, i) => (g, i)))
        {
            var output = _folder.File($"raw{number}");
            var normalised = _folder.File($"normalised{number}");
            var images = group.Select(c => InputOf(c)).ToArray();
            LucioleProcess.Succeed(["predict", .. images, "--model", group.Key.Model, "--out", output, "--output", "raw", .. group.Key.Settings.Split(' ')]);
            LucioleProcess.Succeed(["predict", .. images, "--model", group.Key.Model, "--out", normalised, "--output", "normalised", "--batch", "3", .. group.Key.Settings.Split(' ')]);
            foreach (var c in group)
                Check(c, output, normalised);
        }
    }

    [Fact]
    public void The_scale_of_unknown_targets_is_refused()
    {
        var c = Golden.Cases("infer")[0];
        var result = LucioleProcess.Run(["predict", InputOf(c), "--model", ModelOf(c), "--out", _folder.File("o"), "--output", "target", .. Settings(c).Split(' ')]);
        LucioleProcess.AssertRefused(result, ModelOf(c), "target", "use raw or normalised");
        Assert.False(Directory.Exists(_folder.File("o")));
    }

    private static void Check(JsonElement c, string rawFolder, string normalisedFolder)
    {
        var name = c.GetProperty("case").GetString()!;
        using var normalised = ImageFile.Read(Path.Combine(normalisedFolder, name + ".tif"));
        Assert.Equal(SampleType.Float32, normalised.SampleType);
        Compare.RelativeToLargest(Expected(c, "prediction_normalised").ToFloats(), normalised.ToSingle(), 1e-4, $"{name} normalised");

        var path = Path.Combine(rawFolder, name + ".tif");
        using var image = ImageFile.Read(path);
        var expected = Expected(c, "output");
        Assert.Equal(expected.DType, Samples.NumpyCode(image.SampleType));
        Assert.Equal(expected.Shape.Where(s => s > 1), [image.Height, image.Width]);
        Assert.Equal([TinyImages.PixelX, TinyImages.PixelY], TiffSummary.Read(path).PhysicalSize);
        if (image.SampleType == SampleType.Float32)
        {
            Compare.RelativeToLargest(expected.ToFloats(), image.ToSingle(), 1e-4, $"{name} output");
            return;
        }

        // The reference moves every image by |minimum|; here it is moved up only when the minimum is negative, and never wraps.
        var (mean, deviation) = (c.GetProperty("stats").GetProperty("mean").GetDouble(), c.GetProperty("stats").GetProperty("std").GetDouble());
        var minimum = normalised.ToSingle().Min(v => Math.Round((v * deviation) + mean));
        var reference = Expected(c, "output_before_cast").ToDoubles();
        var output = image.ToSingle();
        double highest = image.SampleType == SampleType.UInt8 ? byte.MaxValue : ushort.MaxValue;
        for (var i = 0; i < output.Length; i++)
            Assert.Equal(Math.Clamp(reference[i] - Math.Abs(minimum) + Math.Max(0, -minimum), 0, highest), output[i], 2.0);
    }

    // The .npy of the fixture, as the OME-TIFF that a microscope would have left.
    private string InputOf(JsonElement c)
    {
        var path = _folder.File("input", c.GetProperty("case").GetString() + ".tiff");
        if (File.Exists(path))
            return path;
        using var image = ImageFile.Read(Path.Combine(Golden.Topic("infer"), c.GetProperty("image").GetString()!));
        return TinyImages.Write(path, image.SampleType, image.Data, image.Height, image.Width, "Phase contrast");
    }

    private static string ModelOf(JsonElement c) => Path.GetFullPath(Path.Combine(Golden.Topic("infer"), c.GetProperty("checkpoint").GetString()!));

    private static string Settings(JsonElement c) => string.Create(
        CultureInfo.InvariantCulture,
        $"--set DATA.TEST.PADDING=({c.GetProperty("padding")[0]},{c.GetProperty("padding")[1]}) --set DATA.TEST.OVERLAP=({c.GetProperty("overlap")[0].GetDouble():0.0###},{c.GetProperty("overlap")[1].GetDouble():0.0###}) --set DATA.PATCH_SIZE=({c.GetProperty("patch")[0]},{c.GetProperty("patch")[1]},1)");

    private static NumpyFile Expected(JsonElement c, string what) => Golden.Array("infer", c.GetProperty(what).GetString()!);
}
