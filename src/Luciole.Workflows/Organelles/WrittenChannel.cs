using Luciole.Data.Normalization;
using Luciole.Inference;

namespace Luciole.Workflows.Organelles;

/// <summary>A channel of an output file.</summary>
/// <param name="Name">Its name: the organelle.</param>
/// <param name="Color">Its colour as a signed RGBA integer, or null.</param>
/// <param name="ScaleOf">The units of a prediction in it.</param>
internal sealed record WrittenChannel(string Name, int? Color, Func<PredictedImage, OutputScale> ScaleOf)
{
    /// <summary>Names for the outputs of a network, numbered when it has several.</summary>
    public IEnumerable<string> Names(int outputs) => outputs == 1 ? [Name] : Enumerable.Range(1, outputs).Select(i => $"{Name} {i}");
}
