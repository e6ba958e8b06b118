using System.Text.Json;
using Luciole.Data.Patches;
using Luciole.Files;

namespace Luciole.Data.Tests.Patches;

public sealed class GoldenTilingTests
{
    [Fact]
    public void Coordinates_equal_the_references()
    {
        var seen = 0;
        foreach (var c in Cases().Where(c => c.TryGetProperty("coords", out _) && !IsReferenceFault(c)))
        {
            seen++;
            var (height, width) = ImageSize(c);
            var grid = Grid(c, height, width);
            var expected = c.GetProperty("coords").EnumerateArray().Select(b => new PatchBox(b[0].GetInt32(), b[1].GetInt32(), b[2].GetInt32(), b[3].GetInt32()));
            var images = c.GetProperty("n_patches").GetInt32() / grid.Count;
            var actual = Enumerable.Range(0, images).SelectMany(_ => Enumerable.Range(0, grid.Count).Select(i => grid[i]));
            Assert.Equal(expected, actual);
        }

        Assert.NotEqual(0, seen);
    }

    [Fact]
    public void Crops_equal_the_references()
    {
        foreach (var c in Cases().Where(c => c.TryGetProperty("crops", out _) && !IsReferenceFault(c)))
        {
            var crops = Array(c, "crops").ToFloats();
            var at = 0;
            foreach (var image in Images(c))
            {
                var reader = new PatchReader(image, Grid(c, image.Height, image.Width));
                var patch = new float[reader.PatchSamples];
                for (var i = 0; i < Grid(c, image.Height, image.Width).Count; i++, at += patch.Length)
                {
                    reader.Read(i, patch);
                    Assert.Equal(crops[at..(at + patch.Length)], patch);
                }
            }

            Assert.Equal(crops.Length, at);
        }
    }

    [Fact]
    public void Merged_images_equal_the_references()
    {
        foreach (var c in Cases().Where(c => c.TryGetProperty("merged", out _)))
        {
            var name = c.GetProperty("case").GetString()!;
            var processed = Array(c, "processed").ToFloats();
            var merged = Array(c, "merged");
            var images = (int)merged.Shape[0];
            var (height, width) = ((int)merged.Shape[1], (int)merged.Shape[2]);
            var channels = (int)merged.Shape[3];
            var expected = merged.ToFloats();
            for (var n = 0; n < images; n++)
            {
                var actual = PatchMerge.Merge(Grid(c, height, width), processed.AsSpan(n * processed.Length / images, processed.Length / images), channels);
                // The reference casts the average to the patches' type.
                if (merged.DType[1] != 'f')
                    actual = System.Array.ConvertAll(actual, MathF.Truncate);
                Compare.RelativeToLargest(expected.AsSpan(n * expected.Length / images, actual.Length), actual, 1e-6, name);
            }
        }
    }

    [Fact]
    public void What_the_reference_refuses_is_refused_with_a_reason()
    {
        foreach (var c in Cases().Where(c => c.TryGetProperty("expect", out var e) && e.GetString() == "error"))
        {
            var (height, width) = ImageSize(c);
            Assert.Contains("along", Assert.Throws<InputException>(() => Grid(c, height, width)).Message);
        }
    }

    [Fact]
    public void Reflection_to_a_shape_equals_the_references_and_is_undone()
    {
        var seen = 0;
        foreach (var c in Cases().Where(c => c.TryGetProperty("target_shape", out _)))
        {
            seen++;
            using var image = MemoryImage.From(Array(c, "image"));
            var shape = c.GetProperty("target_shape");
            var padding = ReflectPadding.ToPatch(image.Height, image.Width, new PatchShape(shape[0].GetInt32(), shape[1].GetInt32()));
            var padded = padding.Apply(image.Values, image.Channels);
            Assert.Equal(Array(c, "output").ToFloats(), padded);
            Assert.Equal(image.Values, padding.Remove(padded, image.Channels));
        }

        Assert.NotEqual(0, seen);
    }

    private static IReadOnlyList<JsonElement> Cases() => Golden.Cases("tiling");

    private static bool IsReferenceFault(JsonElement c) => c.TryGetProperty("expect", out var e) && e.GetString() == "reference_error_in_merge";

    /// <summary>The reference exchanges the axes of the overlap (and of the padding, which is only used where both are equal).</summary>
    private static PatchGrid Grid(JsonElement c, int height, int width)
    {
        var patch = c.GetProperty("patch");
        var overlap = c.GetProperty("overlap");
        var padding = c.GetProperty("padding");
        return new PatchGrid(
            height,
            width,
            new PatchShape(patch[0].GetInt32(), patch[1].GetInt32()),
            new PatchLayout(overlap[1].GetDouble(), overlap[0].GetDouble(), padding[0].GetInt32(), padding[1].GetInt32()));
    }

    private static (int Height, int Width) ImageSize(JsonElement c)
    {
        if (c.TryGetProperty("image_shape", out var shape))
            return (shape[0].GetInt32(), shape[1].GetInt32());
        var array = Array(c, "image");
        return ((int)array.Shape[1], (int)array.Shape[2]);
    }

    private static IEnumerable<MemoryImage> Images(JsonElement c)
    {
        var array = Array(c, "image");
        var values = array.ToFloats();
        var samples = values.Length / (int)array.Shape[0];
        for (var n = 0; n < array.Shape[0]; n++)
        {
            yield return new MemoryImage(
                (int)array.Shape[1], (int)array.Shape[2], (int)array.Shape[3], MemoryImage.TypeOf(array.DType), values[(n * samples)..((n + 1) * samples)]);
        }
    }

    private static NumpyFile Array(JsonElement c, string key) => Golden.Array("tiling", c.GetProperty(key).GetString()!);
}
