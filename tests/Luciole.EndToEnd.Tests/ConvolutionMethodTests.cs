using Luciole.Imaging;
using Luciole.Imaging.Pixels;

namespace Luciole.EndToEnd.Tests;

/// <summary>The same prediction whatever computes the large kernels, with whatever registers and threads.</summary>
public sealed class ConvolutionMethodTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("LUCIOLE_CONV", "direct", 1e-5)]
    [InlineData("LUCIOLE_SIMD", "portable", 1e-5)]
    [InlineData("LUCIOLE_MATMUL", "libtorch", 1e-5)]
    [InlineData("LUCIOLE_ATTENTION", "libtorch", 1e-5)]
    [InlineData("OMP_NUM_THREADS", "2", 1e-6)]
    public void Predictions_agree(string variable, string value, double tolerance)
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"), null, "--set", "MODEL.UNETR_DEC_KERNEL_SIZE=9", "--set", "DATA.PATCH_SIZE=(64,64,1)", "--set", "MODEL.UNETR_VIT_NUM_FILTERS=6");
        var image = TinyImages.WriteRaw(_folder.File("in", "cells.ome.tiff"), 1, 100, 90);
        var wanted = Predict(image, model, "a", ("LUCIOLE_CONV", "fft"));
        var found = Predict(image, model, "b", ("LUCIOLE_CONV", "fft"), (variable, value));
        var largest = wanted.Max(Math.Abs);
        Assert.Equal(wanted.Length, found.Length);
        for (var i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(wanted[i] - found[i]) <= tolerance * largest, $"pixel {i}: {found[i]} instead of {wanted[i]}, largest {largest}");
    }

    [Theory]
    [InlineData("LUCIOLE_CONV", "fast", "direct or fft")]
    [InlineData("LUCIOLE_SIMD", "mmx", "avx512, avx2 or portable")]
    [InlineData("LUCIOLE_SPECTRA_MIB", "many", "number of MiB")]
    public void Values_that_mean_nothing_are_refused(string variable, string value, string mend)
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"), null, "--set", "MODEL.UNETR_DEC_KERNEL_SIZE=9");
        var image = TinyImages.WriteRaw(_folder.File("in", "cells.ome.tiff"), 1, 40, 40);
        var variables = new Dictionary<string, string> { ["LUCIOLE_CONV"] = "fft" };
        variables[variable] = value;
        LucioleProcess.AssertRefused(LucioleProcess.RunWith(variables, "predict", image, "--model", model, "--out", _folder.File("out")), variable, value, mend);
    }

    private float[] Predict(string image, string model, string name, params (string Name, string Value)[] variables)
    {
        var output = _folder.File(name);
        var set = new Dictionary<string, string>();
        foreach (var (key, value) in variables)
            set[key] = value;
        var (exitCode, _, messages) = LucioleProcess.RunWith(set, "predict", image, "--model", model, "--out", output, "--output", "normalised");
        Assert.True(exitCode == 0, messages);
        using var file = ImageFile.Open(Path.Combine(output, "cells.ome.tif"));
        var pixels = new float[file.Height * file.Width * file.Channels];
        file.ReadRows(0, file.Height, pixels);
        return pixels;
    }
}
