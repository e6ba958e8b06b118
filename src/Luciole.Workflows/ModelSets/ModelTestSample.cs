using System.Globalization;
using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Inference;
using Luciole.ModelDescriptions;
using Luciole.Torch;

namespace Luciole.Workflows.ModelSets;

/// <summary>An image of one patch with the prediction of it that was made when the model was packed, in the network's own units.</summary>
/// <param name="InputPath">A NumPy array <c>[1, C, Y, X]</c>: pixels as a camera gives them.</param>
/// <param name="OutputPath">A NumPy array <c>[1, C, Y, X]</c>: the prediction, single precision.</param>
public sealed record ModelTestSample(string InputPath, string OutputPath)
{
    /// <summary>
    /// The largest difference that is accepted, in units of the output's standard deviation. Single precision with another library or
    /// processor stays well within; other weights do not.
    /// </summary>
    public const double Tolerance = 2e-3;

    /// <summary>The same on a GPU, whose products may be of TF32 precision.</summary>
    public const double GpuTolerance = 5e-2;

    /// <summary>The sample of a description; null where it has none.</summary>
    /// <exception cref="InputException">One of its files is missing.</exception>
    internal static ModelTestSample? Of(DescriptionNode description, DescribedFiles files)
    {
        var (input, output) = (description["inputs"][0]["test_tensor"], description["outputs"][0]["test_tensor"]);
        return input.IsMissing || output.IsMissing ? null : new ModelTestSample(files.Require(input), files.Require(output));
    }

    /// <summary>Predicts the input in single precision and compares.</summary>
    /// <exception cref="InputException">The prediction is another.</exception>
    internal void Verify(TrainedModel model, Device device)
    {
        var expected = NumpyFile.Read(OutputPath).ToFloats();
        var found = Predict(model, device, InputPath);
        if (found.Length != expected.Length)
            throw new InputException($"{OutputPath}: has {expected.Length} values, but the model predicts {found.Length} for {Path.GetFileName(InputPath)}; pack the model again.");
        var mean = expected.Average(v => (double)v);
        var deviation = Math.Sqrt(expected.Average(v => (v - mean) * (v - mean)));
        var worst = expected.Zip(found, (a, b) => Math.Abs((double)a - b)).Max();
        if (!(worst <= (device.Kind == DeviceKind.Cuda ? GpuTolerance : Tolerance) * Math.Max(deviation, 1e-3)))
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{model.Path}: predicts its test sample differently from when it was packed (by up to {worst:g3}, where the values vary by {deviation:g3}); the weights or the configuration are not those that were packed, so copy the set again."));
    }

    /// <summary>The network's output for one image of the patch's size, <c>[C, Y, X]</c>, in single precision.</summary>
    internal static float[] Predict(TrainedModel model, Device device, string inputPath)
    {
        using var image = ImageFile.Open(inputPath);
        var data = model.Settings.Configuration.Data;
        var predictor = new ImagePredictor(
            model.Network,
            new PredictionSettings
            {
                Patch = data.PatchSize.Shape(),
                Layout = DataMapping.Layout(default, default),
                Normalization = data.Normalization.ToData(),
                ReflectToPatch = data.ReflectToPatchSize,
                BatchSize = 1,
            },
            device);
        using var predicted = predictor.Predict(image);
        return ChannelPlanes.Of(predicted.ToArray(OutputScale.Normalised), predicted.Channels);
    }
}
