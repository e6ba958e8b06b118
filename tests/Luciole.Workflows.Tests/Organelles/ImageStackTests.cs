using Luciole.Files;
using Luciole.Workflows.Organelles;

namespace Luciole.Workflows.Tests.Organelles;

public sealed class ImageStackTests
{
    [Fact]
    public void Files_of_one_stack_are_put_in_the_order_of_their_planes()
    {
        var stacks = ImageStack.Of(["d/a_z10.ome.tiff", "d/a_z9.ome.tiff", "d/b.tif", "d/a_z0.ome.tiff", "e/a_z1.ome.tiff", "d/a_z2.npy"], StackFocus.Best);
        Assert.Equal(["d/a.ome.tiff", "d/b.tif", "e/a.ome.tiff", "d/a.npy"], stacks.Select(s => s.Name));
        Assert.Equal(["d/a_z0.ome.tiff", "d/a_z9.ome.tiff", "d/a_z10.ome.tiff"], stacks[0].Files);
        Assert.Equal(["d/b.tif"], stacks[1].Files);
    }

    [Fact]
    public void Where_all_planes_are_wanted_each_file_stays_by_itself()
    {
        var stacks = ImageStack.Of(["a_z0.tif", "a_z1.tif"], StackFocus.All);
        Assert.Equal(["a_z0.tif", "a_z1.tif"], stacks.Select(s => s.Name));
        Assert.All(stacks, s => Assert.Equal([s.Name], s.Files));
    }

    [Fact]
    public void One_plane_cannot_be_two_files()
    {
        var message = Assert.Throws<InputException>(() => ImageStack.Of(["a_z1.tif", "a_z01.tif"], StackFocus.Mean)).Message;
        Assert.Contains("a_z1.tif and a_z01.tif both claim to be plane 1", message);
    }

    [Theory]
    [InlineData("_z1.tif")]
    [InlineData("a_z.tif")]
    [InlineData("a_z1.txt")]
    [InlineData("a_z99999999999999999999.tif")]
    public void Other_names_are_images(string name) => Assert.Equal(name, Assert.Single(ImageStack.Of([name], StackFocus.Best)).Name);
}
