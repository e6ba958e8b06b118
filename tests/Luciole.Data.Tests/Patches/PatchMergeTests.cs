using Luciole.Data.Patches;

namespace Luciole.Data.Tests.Patches;

public sealed class PatchMergeTests
{
    [Fact]
    public void Cutting_and_merging_gives_the_image_back_whatever_the_layout()
    {
        foreach (var (grid, image, padding) in Layouts())
        {
            var reader = new PatchReader(image, grid, padding);
            var patches = new float[grid.Count * reader.PatchSamples];
            for (var i = 0; i < grid.Count; i++)
                reader.Read(i, patches.AsSpan(i * reader.PatchSamples, reader.PatchSamples));
            Compare.RelativeToLargest(image.Values, PatchMerge.Merge(grid, patches, image.Channels, padding), 1e-6, "round trip");
        }
    }

    [Fact]
    public void Cutting_equals_slicing_the_image_padded_in_memory()
    {
        foreach (var (grid, image, padding) in Layouts())
        {
            var reader = new PatchReader(image, grid, padding);
            var patch = new float[reader.PatchSamples];
            var padded = padding.Apply(image.Values, image.Channels);
            for (var i = 0; i < grid.Count; i++)
            {
                reader.Read(i, patch);
                for (var k = 0; k < patch.Length; k++)
                {
                    var (y, x, c) = (k / image.Channels / grid.Patch.Width, k / image.Channels % grid.Patch.Width, k % image.Channels);
                    var sourceY = Mirror(grid[i].Top + y - grid.Layout.PaddingY, padding.PaddedHeight);
                    var sourceX = Mirror(grid[i].Left + x - grid.Layout.PaddingX, padding.PaddedWidth);
                    Assert.Equal(padded[(((sourceY * padding.PaddedWidth) + sourceX) * image.Channels) + c], patch[k]);
                }
            }
        }
    }

    [Fact]
    public void Merging_in_bands_equals_the_plain_average()
    {
        var random = new Random(8);
        foreach (var (grid, image, padding) in Layouts())
        {
            var patches = new float[grid.Count * grid.Patch.Height * grid.Patch.Width * image.Channels];
            for (var i = 0; i < patches.Length; i++)
                patches[i] = random.NextSingle() - 0.5f;
            Compare.RelativeToLargest(PlainMerge(grid, patches, image.Channels, padding), PatchMerge.Merge(grid, patches, image.Channels, padding), 1e-6, "merge");
        }
    }

    [Fact]
    public void Rows_arrive_once_in_order_and_as_soon_as_they_are_finished()
    {
        var grid = new PatchGrid(1000, 40, PatchShape.Square(40), new PatchLayout(0, 0, 10, 0));
        var next = 0;
        var largest = 0;
        var merge = new PatchMerge(grid, 1, (first, count, rows) =>
        {
            Assert.Equal(next, first);
            Assert.Equal(count * 40, rows.Length);
            next += count;
            largest = Math.Max(largest, count);
        });
        var patch = new float[1600];
        for (var i = 0; i < grid.Count; i++)
        {
            merge.Add(patch);
            Assert.Equal(i + 1 < grid.Count ? grid.RowStarts[i + 1] : 1000, next);
        }

        Assert.InRange(largest, 1, 20);
    }

    [Fact]
    public void Reading_in_the_order_of_the_grid_reads_every_row_once()
    {
        using var image = MemoryImage.Random(2, 900, 50);
        var grid = new PatchGrid(900, 50, PatchShape.Square(50), new PatchLayout(0.25, 0, 8, 8));
        var reader = new PatchReader(image, grid);
        var patch = new float[reader.PatchSamples];
        for (var i = 0; i < grid.Count; i++)
            reader.Read(i, patch);
        Assert.Equal(900, image.RowsRead);
        Assert.True(image.LargestRead <= 50, $"{image.LargestRead} rows at once");
    }

    [Fact]
    public void Sizes_that_do_not_fit_each_other_are_refused()
    {
        using var image = MemoryImage.Random(2, 60, 60);
        Assert.Throws<ArgumentException>(() => new PatchReader(image, new PatchGrid(64, 64, PatchShape.Square(32))));
        Assert.Throws<ArgumentException>(() => new PatchMerge(new PatchGrid(64, 64, PatchShape.Square(32)), 1, (_, _, _) => { }, ReflectPadding.None(60, 60)));
    }

    private static IEnumerable<(PatchGrid Grid, MemoryImage Image, ReflectPadding Padding)> Layouts()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 60; trial++)
        {
            var patch = new PatchShape(random.Next(6, 24), random.Next(6, 24));
            var (height, width) = (random.Next(1, 70), random.Next(1, 70));
            var layout = new PatchLayout(random.Next(2) * random.NextDouble() * 0.6, random.Next(2) * 0.5, random.Next(patch.Height / 2), random.Next(patch.Width / 2));
            var padding = ReflectPadding.ToPatch(height, width, patch);
            PatchGrid grid;
            try
            {
                grid = new PatchGrid(padding.PaddedHeight, padding.PaddedWidth, patch, layout);
            }
            catch (Luciole.Files.InputException)
            {
                continue; // an overlap that leaves no step
            }

            yield return (grid, MemoryImage.Random(trial, height, width, random.Next(1, 4)), padding);
        }
    }

    private static float[] PlainMerge(PatchGrid grid, float[] patches, int channels, ReflectPadding padding)
    {
        var sums = new float[grid.Height, grid.Width, channels];
        var counts = new int[grid.Height, grid.Width];
        for (var i = 0; i < grid.Count; i++)
        {
            for (var y = 0; y < grid.CoreHeight; y++)
            {
                for (var x = 0; x < grid.CoreWidth; x++)
                {
                    counts[grid[i].Top + y, grid[i].Left + x]++;
                    for (var c = 0; c < channels; c++)
                    {
                        var row = (i * grid.Patch.Height) + y + grid.Layout.PaddingY;
                        sums[grid[i].Top + y, grid[i].Left + x, c] += patches[(((row * grid.Patch.Width) + x + grid.Layout.PaddingX) * channels) + c];
                    }
                }
            }
        }

        var image = new float[padding.Height * padding.Width * channels];
        for (var k = 0; k < image.Length; k++)
        {
            var (y, x) = ((k / channels / padding.Width) + padding.Top, (k / channels % padding.Width) + padding.Left);
            image[k] = sums[y, x, k % channels] / counts[y, x];
        }

        return image;
    }

    /// <summary>Reflection by walking: turn at either edge until inside.</summary>
    private static int Mirror(int index, int size)
    {
        while (size > 1 && (index < 0 || index >= size))
            index = index < 0 ? -index : (2 * (size - 1)) - index;
        return size == 1 ? 0 : index;
    }
}
