using System.Text.Json;
using Luciole.Data.Augmentation;
using Luciole.Files;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>Rotation, GridMask and elastic distortion beside the reference's, with the random numbers given.</summary>
public sealed class GoldenAugmentationTests
{
    [Fact]
    public void Rotations_equal_the_references()
    {
        var cases = Golden.Cases("augment").Where(c => c.TryGetProperty("mode", out _)).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var angle = c.GetProperty("angle").GetDouble();
            var border = AffineMode(c.GetProperty("mode").GetString()!);
            Compare.RelativeToLargest(Array(c, "image_out").ToFloats(), Rotate(Array(c, "image"), angle, border, Interpolation.Linear), Tolerance(c), Name(c));
            var expected = Array(c, "target_out").ToFloats();
            if (c.TryGetProperty("max_differing_target_pixels", out var allowed))
                FewDiffer(expected, Rotate(Array(c, "target"), angle, border, Interpolation.Nearest), 0, allowed.GetDouble(), Name(c));
            else
                Compare.RelativeToLargest(expected, Rotate(Array(c, "target"), angle, border, Interpolation.Linear), Tolerance(c), Name(c));
        }
    }

    [Fact]
    public void Quarter_turns_by_rotation_equal_the_references()
    {
        var cases = Golden.Cases("augment").Where(c => c.TryGetProperty("angle", out _) && !c.TryGetProperty("mode", out _) && Name(c) != "pipeline").ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var turned = Rotate(Array(c, "image"), c.GetProperty("angle").GetDouble(), BorderRule.Reflect, Interpolation.Linear);
            Compare.RelativeToLargest(Array(c, "image_out").ToFloats(), turned, Tolerance(c), Name(c));
        }
    }

    [Fact]
    public void Grid_masks_equal_the_references()
    {
        var cases = Golden.Cases("augment").Where(c => c.TryGetProperty("kept_fraction", out _)).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var image = Array(c, "image");
            var values = image.ToFloats();
            Mask(values, image, c, c.GetProperty("invert").GetBoolean());
            Compare.RelativeToLargest(Array(c, "image_out").ToFloats(), values, Tolerance(c), Name(c));

            var ones = values.Select(_ => 1f).ToArray();
            Mask(ones, image, c, c.GetProperty("invert").GetBoolean());
            Assert.Equal(c.GetProperty("kept_fraction").GetDouble(), ones.Average(), 1e-9);
        }
    }

    [Fact]
    public void Elastic_fields_and_images_equal_the_references()
    {
        var cases = Golden.Cases("augment").Where(c => c.TryGetProperty("noise", out _)).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var tolerance = c.GetProperty("abs_tol").GetDouble();
            var (dx, dy) = (Array(c, "dx"), Array(c, "dy"));
            var (height, width) = ((int)dx.Shape[0], (int)dx.Shape[1]);
            var noise = Array(c, "noise").ToFloats().Select(u => (2 * u) - 1).ToArray();
            var half = noise.Length / 2;
            var (madeX, madeY) = (new float[height * width], new float[height * width]);
            foreach (var (part, made, expected) in new[] { (noise[..half], madeX, dx), (noise[half..], madeY, dy) })
            {
                ElasticDistortion.Displacement(
                    part, c.GetProperty("pad").GetInt32(), made, height, width, c.GetProperty("alpha").GetDouble(), c.GetProperty("sigma").GetDouble());
                FewDiffer(expected.ToFloats(), made, tolerance, 0, Name(c));
            }

            foreach (var (input, output) in new[] { ("image", "image_out"), ("target", "target_out") })
            {
                var expected = Array(c, output).ToFloats();
                FewDiffer(expected, Displace(Array(c, input).ToFloats(), height, width, dx.ToFloats(), dy.ToFloats()), tolerance, 0, Name(c));
                FewDiffer(expected, Displace(Array(c, input).ToFloats(), height, width, madeX, madeY), tolerance, 0.001, Name(c));
            }
        }
    }

    [Fact]
    public void All_together_equal_the_references()
    {
        var cases = Golden.Cases("augment").Where(c => Name(c) == "pipeline").ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            foreach (var (input, output) in new[] { ("image", "image_out"), ("target", "target_out") })
            {
                var array = Array(c, input);
                var (side, channels) = ((int)array.Shape[0], (int)array.Shape[2]);
                var values = Rotate(array, c.GetProperty("angle").GetDouble(), BorderRule.Reflect, Interpolation.Linear);
                values = QuarterTurn.Turn(values, side, channels, c.GetProperty("rot90").GetInt32() / 90);
                if (input == "image")
                {
                    Brightness.Change(values, c.GetProperty("brightness").GetDouble());
                    Contrast.Change(values, c.GetProperty("contrast").GetDouble());
                    Mask(values, array, c.GetProperty("gridmask"), invert: false);
                }

                values = HorizontalFlip.Flip(VerticalFlip.Flip(values, side, side, channels), side, side, channels);
                values = Displace(values, side, side, Array(c, "dx").ToFloats(), Array(c, "dy").ToFloats());
                FewDiffer(Array(c, output).ToFloats(), values, c.GetProperty("abs_tol").GetDouble(), 0.001, input);
            }
        }
    }

    private static float[] Rotate(NumpyFile image, double angle, BorderRule border, Interpolation interpolation)
    {
        var values = image.ToFloats();
        var result = new float[values.Length];
        RandomRotation.Rotate(values, result, (int)image.Shape[0], (int)image.Shape[1], (int)image.Shape[2], angle, border, interpolation);
        return result;
    }

    private static void Mask(float[] values, NumpyFile image, JsonElement grid, bool invert) => GridMask.Mask(
        values,
        (int)image.Shape[0],
        (int)image.Shape[1],
        grid.GetProperty("d").GetInt32(),
        grid.GetProperty("ratio").GetDouble(),
        grid.GetProperty("st_h").GetInt32(),
        grid.GetProperty("st_w").GetInt32(),
        grid.GetProperty("r").GetDouble(),
        invert);

    private static float[] Displace(float[] values, int height, int width, float[] dx, float[] dy)
    {
        var result = new float[values.Length];
        ElasticDistortion.Displace(values, result, height, width, values.Length / (height * width), dx, dy, BorderRule.Constant);
        return result;
    }

    private static void FewDiffer(float[] expected, float[] actual, double tolerance, double allowedFraction, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var differing = expected.Zip(actual).Count(pair => !(Math.Abs((double)pair.First - pair.Second) <= tolerance));
        Assert.True(differing <= allowedFraction * expected.Length, $"{what}: {differing} of {expected.Length} values differ by more than {tolerance}");
    }

    private static BorderRule AffineMode(string mode) => mode switch
    {
        "reflect" => BorderRule.Reflect,
        "symmetric" => BorderRule.Mirror,
        "wrap" => BorderRule.Wrap,
        "constant" => BorderRule.Constant,
        _ => throw new ArgumentException($"unknown mode {mode}", nameof(mode)),
    };

    private static double Tolerance(JsonElement c) => c.GetProperty("rel_tol").GetDouble();

    private static string Name(JsonElement c) => c.GetProperty("case").GetString()!;

    private static NumpyFile Array(JsonElement c, string key) => Golden.Array("augment", c.GetProperty(key).GetString()!);
}
