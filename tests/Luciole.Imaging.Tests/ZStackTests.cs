using System.Runtime.InteropServices;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

public sealed class ZStackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_stack_is_written_plane_by_plane_with_all_its_channels(int channels)
    {
        const int Depth = 4;
        var path = WriteStack("s.ome.tif", Depth, 9, 7, channels);
        using var ome = OmeTiff.Open(path);
        Assert.Equal((Depth, channels), (ome.Metadata.SizeZ, ome.Metadata.SizeC));
        Assert.Equal(Depth * channels, ome.Series.File.CountPages());
        for (var z = 0; z < Depth; z++)
        {
            for (var c = 0; c < channels; c++)
                Assert.Equal(Enumerable.Range(0, 63).Select(i => (float)Value(z, i, c)), ome.ReadPlane(0, c, z).ToSingle());
        }
    }

    [Fact]
    public void Channels_keep_their_colours()
    {
        var path = WriteStack("c.ome.tif", 1, 2, 2, 2);
        using var ome = OmeTiff.Open(path);
        Assert.Equal([-16776961, null], ome.Metadata.Channels.Select(c => c.Color));
    }

    [Fact]
    public void Too_few_or_too_many_rows_are_a_mistake()
    {
        using var writer = new OmeTiffWriter(_folder.File("x.tif"), Options(2, 3, 2, 1));
        writer.WriteRows(new float[3 * 2 * 2]);
        Assert.Throws<InvalidOperationException>(() => writer.WriteRows(new float[2]));
        using var half = new OmeTiffWriter(_folder.File("y.tif"), Options(2, 3, 2, 1));
        half.WriteRows(new float[3 * 2]);
        Assert.Throws<InvalidOperationException>(half.Commit);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "y.tif"));
    }

    [Fact]
    public void Planes_of_a_file_with_depth_are_images_of_one_channel()
    {
        using var stack = StackFile.Open(WriteStack("s.ome.tif", 5, 9, 7, 1), undescribedAreDepths: false);
        Assert.Equal(5, stack.Depth);
        using var plane = stack.Plane(3);
        Assert.Equal((9, 7, 1), (plane.Height, plane.Width, plane.Channels));
        Assert.Equal(Enumerable.Range(14, 21).Select(i => (float)Value(3, i, 0)), Rows(plane, 2, 3));
        Assert.Equal(5, ImageFile.OmeMetadataOf(plane)!.SizeZ);
        Assert.Equal(0.5, ImageFile.PhysicalSizeOf(plane)!.X);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(4, 1)]
    [InlineData(1, 3)]
    [InlineData(1, 1)]
    public void One_plane_of_a_file_is_opened_without_the_others(int depth, int channels)
    {
        var path = WriteStack("s.ome.tif", depth, 9, 7, channels);
        for (var z = 0; z < depth; z++)
        {
            for (var c = 0; c < channels; c++)
            {
                using var plane = StackFile.OpenPlane(path, z, c);
                Assert.Equal((9, 7, 1), (plane.Height, plane.Width, plane.Channels));
                Assert.Equal(Enumerable.Range(14, 21).Select(i => (float)Value(z, i, c)), Rows(plane, 2, 3));
            }
        }

        // A prediction of the best plane has no depths of its own.
        if (depth == 1)
            StackFile.OpenPlane(path, 7, channels - 1).Dispose();
        else
            Assert.Contains("has 4 planes, number 5 was expected", Assert.Throws<InputException>(() => StackFile.OpenPlane(path, 4, 0)).Message);
        if (channels > 1)
            Assert.Contains("has 3 channels, number 4 was expected", Assert.Throws<InputException>(() => StackFile.OpenPlane(path, 0, 3)).Message);
    }

    [Fact]
    public void Pages_that_nothing_describes_are_depths_only_where_that_is_wanted()
    {
        var path = _folder.File("pages.tif");
        using (var writer = new TiffWriter(path, path, false))
        {
            for (var z = 0; z < 3; z++)
            {
                writer.BeginPage(new TiffLayout { Width = 5, Height = 4, SampleType = SampleType.UInt16, Compression = TiffCompression.None });
                writer.WriteRows(MemoryMarshal.AsBytes<ushort>([.. Enumerable.Range(0, 20).Select(i => (ushort)Value(z, i, 0))]));
                writer.EndPage();
            }
        }

        using (var stack = StackFile.Open(path, undescribedAreDepths: true))
        {
            Assert.Equal(3, stack.Depth);
            using var plane = stack.Plane(2);
            Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)Value(2, i, 0)), Rows(plane, 0, 4));
        }

        using var image = StackFile.Open(path, undescribedAreDepths: false);
        using var whole = image.Plane(0);
        Assert.Equal((1, 4, 5, 3), (image.Depth, whole.Height, whole.Width, whole.Channels));
    }

    [Fact]
    public void Several_channels_are_no_stack()
    {
        using var channels = StackFile.Open(WriteStack("c.ome.tif", 1, 9, 7, 3), undescribedAreDepths: true);
        Assert.Equal(1, channels.Depth);
        using var both = StackFile.Open(WriteStack("zc.ome.tif", 2, 9, 7, 3), undescribedAreDepths: true);
        Assert.Equal(1, both.Depth);
        Assert.Contains("axes", Assert.Throws<InputException>(() => both.Plane(0)).Message);
    }

    [Fact]
    public void What_is_no_image_is_told()
    {
        File.WriteAllText(_folder.File("text.tif"), "no image");
        Assert.Contains("does not exist", Assert.Throws<InputException>(() => StackFile.Open(_folder.File("absent.tif"), true)).Message, StringComparison.OrdinalIgnoreCase);
        using var text = StackFile.Open(_folder.File("text.tif"), true);
        Assert.Contains("text.tif", Assert.Throws<InputException>(() => text.Plane(0)).Message);
    }

    private static float[] Rows(IImageSource plane, int first, int count)
    {
        var rows = new float[count * plane.Width];
        plane.ReadRows(first, count, rows);
        return rows;
    }

    private static int Value(int z, int pixel, int channel) => (z * 1000) + (channel * 100) + pixel;

    private static OmeTiffOptions Options(int depth, int height, int width, int channels) => new()
    {
        Height = height, Width = width, Depth = depth, SampleType = SampleType.UInt16, ChannelNames = [.. Enumerable.Range(0, channels).Select(c => $"channel {c}")],
        ChannelColors = [-16776961], PhysicalSize = new PhysicalSize(0.5, 0.5, 2), Provenance = new Provenance { Program = "test" },
    };

    private string WriteStack(string name, int depth, int height, int width, int channels)
    {
        var path = _folder.File(name);
        using var writer = new OmeTiffWriter(path, Options(depth, height, width, channels));
        var rows = new List<float>();
        for (var z = 0; z < depth; z++)
        {
            for (var i = 0; i < height * width; i++)
                rows.AddRange(Enumerable.Range(0, channels).Select(c => (float)Value(z, i, c)));
        }

        // Bands that do not end with the planes.
        var row = width * channels;
        for (var at = 0; at < rows.Count; at += 4 * row)
            writer.WriteRows(rows.GetRange(at, Math.Min(4 * row, rows.Count - at)).ToArray());
        writer.Commit();
        return path;
    }
}
