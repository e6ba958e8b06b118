using Luciole.Data.Patches;

namespace Luciole.Data.Tests.Patches;

public sealed class ReflectPaddingTests
{
    [Fact]
    public void Missing_rows_and_columns_are_mirrored_in_front_back_and_forth()
    {
        var padding = ReflectPadding.ToPatch(3, 1, new PatchShape(10, 1));
        Assert.Equal([1, 2, 1, 0, 1, 2, 1, 0, 1, 2], padding.Apply([0, 1, 2], 1));
        Assert.Equal([0, 1, 2], padding.Remove(padding.Apply([0, 1, 2], 1), 1));
    }

    [Fact]
    public void Both_axes_are_padded_independently_and_channels_stay_together()
    {
        float[] image = [1, 10, 2, 20, 3, 30, 4, 40];
        var padding = ReflectPadding.ToPatch(2, 2, new PatchShape(1, 3));
        Assert.Equal(0, padding.Top);
        Assert.Equal([2, 20, 1, 10, 2, 20, 4, 40, 3, 30, 4, 40], padding.Apply(image, 2));
        Assert.Equal(image, padding.Remove(padding.Apply(image, 2), 2));
    }

    [Fact]
    public void A_single_row_is_repeated()
    {
        Assert.Equal([5, 5, 5], ReflectPadding.ToPatch(1, 1, new PatchShape(3, 1)).Apply([5], 1));
    }

    [Fact]
    public void A_large_image_stays()
    {
        Assert.True(ReflectPadding.ToPatch(30, 40, PatchShape.Square(30)).IsEmpty);
    }
}
