using Luciole.Data.Patches;
using Luciole.Files;

namespace Luciole.Data.Tests.Patches;

public sealed class PatchGridTests
{
    // The table of section 3.4 of the reference's description.
    [Theory]
    [InlineData(1024, 1024, 0, new[] { 0 })]
    [InlineData(1200, 1024, 0, new[] { 0, 176 })]
    [InlineData(2000, 1024, 0, new[] { 0, 976 })]
    [InlineData(2560, 1024, 0, new[] { 0, 768, 1536 })]
    [InlineData(1025, 1024, 200, new[] { 0, 401 })]
    [InlineData(1200, 1024, 200, new[] { 0, 576 })]
    [InlineData(2048, 1024, 200, new[] { 0, 475, 950, 1424 })]
    [InlineData(2160, 1024, 200, new[] { 0, 512, 1024, 1536 })]
    [InlineData(2560, 1024, 200, new[] { 0, 484, 968, 1452, 1936 })]
    [InlineData(100, 64, 10, new[] { 0, 28, 56 })]
    [InlineData(90, 64, 10, new[] { 0, 23, 46 })]
    [InlineData(64, 64, 20, new[] { 0, 20, 40 })]
    public void Starts_are_the_references(int size, int patch, int padding, int[] expected)
    {
        var grid = new PatchGrid(size, size, PatchShape.Square(patch), new PatchLayout(0, 0, padding, padding));
        Assert.Equal(expected, grid.RowStarts);
        Assert.Equal(expected, grid.ColumnStarts);
    }

    [Fact]
    public void Each_axis_has_its_own_padding_and_overlap()
    {
        var grid = new PatchGrid(100, 90, PatchShape.Square(64), new PatchLayout(0, 0, 10, 4));
        Assert.Equal(new PatchGrid(100, 100, PatchShape.Square(64), new PatchLayout(0, 0, 10, 10)).RowStarts, grid.RowStarts);
        Assert.Equal(new PatchGrid(90, 90, PatchShape.Square(64), new PatchLayout(0, 0, 4, 4)).ColumnStarts, grid.ColumnStarts);
        var overlapping = new PatchGrid(100, 100, PatchShape.Square(64), new PatchLayout(0.5, 0, 0, 0));
        Assert.Equal([0, 12, 24, 36], overlapping.RowStarts);
        Assert.Equal([0, 36], overlapping.ColumnStarts);
    }

    [Fact]
    public void Every_pixel_is_covered_and_no_patch_leaves_the_padded_image()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 3000; trial++)
        {
            var patch = random.Next(1, 40);
            var padding = random.Next(0, Math.Max(1, patch / 2));
            var overlap = random.Next(3) == 0 ? 0 : random.NextDouble() * 0.95;
            var size = random.Next(patch, 4 * patch);
            if ((patch - (2 * padding)) * (1 - overlap) < 1)
                continue;
            var grid = new PatchGrid(size, patch, new PatchShape(patch, patch), new PatchLayout(overlap, 0, padding, 0));
            var covered = new bool[size];
            foreach (var start in grid.RowStarts)
            {
                Assert.InRange(start, 0, size + (2 * padding) - patch);
                covered.AsSpan(start, grid.CoreHeight).Fill(true);
            }

            Assert.DoesNotContain(false, covered);
        }
    }

    [Fact]
    public void An_image_of_the_patchs_size_is_predicted_in_one_piece_without_padding()
    {
        var layout = new PatchLayout(0.25, 0.25, 10, 10);
        var grid = PatchGrid.ForPrediction(64, 64, PatchShape.Square(64), layout);
        Assert.Equal(1, grid.Count);
        Assert.Equal(64, grid.CoreHeight);
        Assert.Equal(new PatchGrid(64, 65, PatchShape.Square(64), layout).Count, PatchGrid.ForPrediction(64, 65, PatchShape.Square(64), layout).Count);
    }

    [Fact]
    public void Patches_that_lie_all_at_one_place_are_predicted_once()
    {
        var layout = new PatchLayout(0.25, 0.25, 0, 0);
        Assert.Equal([0, 0], new PatchGrid(48, 72, PatchShape.Square(48), layout).RowStarts);
        var grid = PatchGrid.ForPrediction(48, 72, PatchShape.Square(48), layout);
        Assert.Equal([0], grid.RowStarts);
        Assert.Equal([0, 24], grid.ColumnStarts);
    }

    [Theory]
    [InlineData(63, 0, 0.0, "REFLECT_TO_COMPLETE_SHAPE")]
    [InlineData(100, 32, 0.0, "PADDING")]
    [InlineData(100, -1, 0.0, "PADDING")]
    [InlineData(100, 0, 1.0, "OVERLAP")]
    [InlineData(100, 0, -0.1, "OVERLAP")]
    [InlineData(100, 0, double.NaN, "OVERLAP")]
    [InlineData(100, 31, 0.9, "OVERLAP")]
    public void What_cannot_be_laid_out_is_refused_with_its_key(int size, int padding, double overlap, string key)
    {
        var error = Assert.Throws<InputException>(() => new PatchGrid(size, size, PatchShape.Square(64), new PatchLayout(overlap, overlap, padding, padding)));
        Assert.Contains(key, error.Message);
    }
}
