using System.Runtime.InteropServices;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Workflows.Tests;

public sealed class PredictionWorkflowTests : IDisposable
{
    private const string Tiny =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: "(16, 16, 1)", NORMALIZATION: {TYPE: zero_mean_unit_variance}},
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 4, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, UNETR_VIT_HIDD_MULT: 1, UNETR_VIT_NUM_FILTERS: 2, DROPOUT_VALUES: [0.0]},
        TEST: {ENABLE: True}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resized_images_give_predictions_of_their_new_size_with_pixels_of_their_new_size()
    {
        WriteImage("x", "cells.ome.tif", 40, 30);
        WriteImage("y", "cells.ome.tif", 40, 30);
        var outcome = Run(["DATA.PREPROCESS.TEST=True", "DATA.PREPROCESS.RESIZE.ENABLE=True", "DATA.PREPROCESS.RESIZE.OUTPUT_SHAPE=(20, 60)"]);
        var summary = TiffSummary.Read(Assert.Single(outcome.Files));
        Assert.Equal((20, 60), (Read(outcome.Files[0]).Height, Read(outcome.Files[0]).Width));
        Assert.Equal([1.0, 0.25], summary.PhysicalSize!.Take(2).Order().Reverse());

        // The target was resized with its raw image.
        Assert.True(double.IsFinite(Assert.Single(outcome.Scores).Metrics.MeanSquaredError));
    }

    [Fact]
    public void A_filter_in_the_configuration_is_that_filter_on_the_file()
    {
        WriteImage("x", "a.tif", 20, 20);
        var filtered = Read(Run(["DATA.PREPROCESS.TEST=True", "DATA.PREPROCESS.MEDIAN_BLUR.ENABLE=True"], targets: false).Files[0]).ToSingle();
        var plain = Read(Run([], targets: false).Files[0]).ToSingle();
        using (var image = ImageFile.Read(_folder.File("x", "a.tif")))
        {
            var samples = image.ToSingle();
            Data.Augmentation.MedianBlur.Blur(samples, 20, 20, 1, 3);
            File.Delete(_folder.File("x", "a.tif"));
            NumpyFile.Write(_folder.File("x", "a.npy"), "<u2", MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(samples, v => (ushort)v)), 20, 20);
        }

        var expected = Read(Run([], targets: false).Files[0]).ToSingle();
        Assert.Equal(expected, filtered);
        Assert.NotEqual(plain, filtered);
    }

    [Fact]
    public void One_channel_can_be_predicted_by_a_network_of_three()
    {
        WriteImage("x", "a.tif", 20, 20);
        WriteImage("y", "a.tif", 20, 20);
        var outcome = Run(["DATA.FORCE_RGB=True", "DATA.PATCH_SIZE=(16, 16, 3)"]);
        Assert.Equal(3, Read(outcome.Files[0]).Channels);
        Assert.Single(outcome.Scores);
    }

    private PredictionOutcome Run(string[] overrides, bool targets = true)
    {
        var configuration = ConfigurationReader.ReadText(Tiny, "tiny.yaml", overrides);
        StartingWeights.Write(configuration.Configuration, _folder.File("unetr.pth"), "0");
        using var model = TrainedModel.Open(_folder.File("unetr.pth"), configuration, default);
        var options = new PredictionOptions { OutputFolder = _folder.File("out"), Program = "Luciole 0" };
        var samples = TestFolders.Read(_folder.File("x"), targets ? _folder.File("y") : null).Samples;
        return new PredictionWorkflow(model, options, default, new ListingLog()).Run(samples, CancellationToken.None);
    }

    private static ImageArray Read(string path) => ImageFile.Read(path);

    private void WriteImage(string folder, string name, int height, int width)
    {
        var stored = Enumerable.Range(0, height * width).Select(i => (ushort)(1000 + (i * 17 % 211))).ToArray();
        using var writer = new OmeTiffWriter(_folder.File(folder, name), new OmeTiffOptions
        {
            Height = height, Width = width, SampleType = SampleType.UInt16, ChannelNames = ["BF"], PhysicalSize = new PhysicalSize(0.5, 0.5), Provenance = new Provenance { Program = "test" },
        });
        writer.WriteNativeRows(MemoryMarshal.AsBytes<ushort>(stored));
        writer.Commit();
    }
}
