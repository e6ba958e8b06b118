using System.Text.Json;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

public sealed class GoldenTiffTests
{
    [Fact]
    public void Every_case_is_read_exactly_or_refused_in_one_sentence()
    {
        var cases = Golden.Cases("tiff");
        Assert.NotEmpty(cases);
        foreach (var item in cases)
        {
            var name = item.GetProperty("case").GetString()!;
            var path = Path.Combine(Golden.Topic("tiff"), item.GetProperty("file").GetString()!);
            var expect = item.GetProperty("expect").GetString();
            ImageArray? image = null;
            try
            {
                image = ImageFile.Read(path);
            }
            catch (InputException e)
            {
                Assert.True(expect is "error" or "ok_or_error", $"{name}: {e.Message}");
                Sentence.IsClear(path, e);
            }

            Assert.True(image is not null || expect != "ok", name);
            Assert.True(image is null || expect != "error", $"{name} was read although it is damaged");
            if (image is not null)
                SamePixels(name, Golden.Array("tiff", item.GetProperty("expected").GetString()!), image);
            if (expect == "ok")
                SameDescription(item, path);
        }
    }

    private static void SamePixels(string name, NumpyFile expected, ImageArray image)
    {
        Assert.Equal(expected.DType, Samples.NumpyCode(image.SampleType));
        if (expected.Shape.Length == 2)
        {
            Assert.Equal(expected.Shape, new long[] { image.Height, image.Width });
            Assert.True(expected.Data.AsSpan().SequenceEqual(image.Data), $"{name}: pixels differ");
            return;
        }

        // [C, Y, X] in the file, [Y, X, C] as an image.
        Assert.Equal(expected.Shape, new long[] { image.Channels, image.Height, image.Width });
        var planes = expected.ToFloats();
        var pixels = image.ToSingle();
        var area = image.Height * image.Width;
        for (var i = 0; i < pixels.Length; i++)
            Assert.True(planes[(i % image.Channels * area) + (i / image.Channels)] == pixels[i], $"{name}: pixels differ");
    }

    private static void SameDescription(JsonElement item, string path)
    {
        using var series = TiffSeries.Open(path);
        var file = series.File;
        var page = series.FirstPage;
        Assert.Equal(item.GetProperty("dtype").GetString(), page.DTypeName);
        Assert.Equal(item.GetProperty("byte_order").GetString(), file.IsLittleEndian ? "little" : "big");
        Assert.Equal(item.GetProperty("bigtiff").GetBoolean(), file.IsBigTiff);
        Assert.Equal(item.GetProperty("compression").GetInt32(), page.Compression);
        Assert.Equal(item.GetProperty("predictor").GetInt32(), page.Predictor);
        Assert.Equal(item.GetProperty("tiled").GetBoolean(), page.IsTiled);
        if (item.GetProperty("tile").ValueKind == JsonValueKind.Array)
            Assert.Equal(Integers(item.GetProperty("tile")), new[] { page.TileHeight, page.TileWidth });
        if (item.GetProperty("rows_per_strip").ValueKind == JsonValueKind.Number)
            Assert.Equal(item.GetProperty("rows_per_strip").GetInt32(), page.RowsPerStrip);

        var shape = Integers(item.GetProperty("shape"));
        Assert.Equal(shape, series.Squeezed().Sizes);
        var axes = item.GetProperty("axes").GetString()!;
        if (axes.Split(' ') is [var letters, var sizes])
        {
            Assert.Equal(letters, series.Axes);
            Assert.Equal(sizes.Replace("Y", $"{page.Height}").Replace("X", $"{page.Width}"), $"({string.Join(",", series.Sizes)})");
        }
        else
        {
            Assert.Equal(axes, series.Squeezed().Axes);
        }

        if (item.GetProperty("physical_size").ValueKind == JsonValueKind.Null)
        {
            Assert.Null(series.PhysicalSize);
        }
        else
        {
            var size = item.GetProperty("physical_size").EnumerateArray().Select(v => v.GetDouble()).ToArray();
            Assert.Equal(new PhysicalSize(size[0], size[1], null, item.GetProperty("physical_unit").GetString()!), series.PhysicalSize);
        }

        if (item.GetProperty("channel_names").ValueKind == JsonValueKind.Array)
            Assert.Equal(item.GetProperty("channel_names").EnumerateArray().Select(v => v.GetString()!), series.ChannelNames);
        else
            Assert.Empty(series.ChannelNames);
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];
}
