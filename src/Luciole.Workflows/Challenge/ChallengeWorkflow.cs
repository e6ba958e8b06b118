using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Workflows.ModelSets;
using Luciole.Workflows.Organelles;

namespace Luciole.Workflows.Challenge;

/// <summary>
/// Predicts the four organelles of every image as the challenge's platform asks for it. An image gets its four predictions or, when it
/// cannot be read, none and a sentence, after all others are done.
/// </summary>
public sealed class ChallengeWorkflow : IDisposable
{
    private readonly IReadOnlyList<string> _inputs;
    private readonly ModelSet _models;
    private readonly SetPredictionWorkflow _prediction;

    /// <summary>Finds models and images, and refuses what cannot become complete. Nothing is written yet.</summary>
    /// <param name="modelsPath">A model set with all four organelles.</param>
    /// <param name="inputFolder">The platform's input folder.</param>
    /// <param name="options">How to predict; folders and names are the platform's.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="log">Where to tell what is going on.</param>
    /// <exception cref="InputException">An organelle has no model, a model is damaged, or there is no image.</exception>
    public ChallengeWorkflow(string modelsPath, string inputFolder, SetPredictionOptions options, Func<Device> device, IRunLog log)
    {
        _models = ModelSet.Open(modelsPath);
        try
        {
            RequireFour(_models);
            _inputs = ChallengeFolders.Inputs(inputFolder);
            _prediction = new SetPredictionWorkflow(
                _models,
                options with
                {
                    Format = PredictionFormat.Separate,
                    Focus = StackFocus.All,
                    FolderOf = channel => ChallengeFolders.FolderOf(Enum.Parse<Organelle>(channel, ignoreCase: true)),
                    NamesOf = paths => [.. paths.Select(path => Path.GetFileName(path))],
                },
                device,
                log);
        }
        catch
        {
            _models.Dispose();
            throw;
        }
    }

    /// <summary>The images that will be predicted.</summary>
    public int ImageCount => _inputs.Count;

    /// <summary>Predicts every image.</summary>
    /// <returns>The files that were written, and a sentence for each image that could not be predicted.</returns>
    /// <exception cref="InputException">An output is not where it should be, or the only image cannot be predicted.</exception>
    public (IReadOnlyList<string> Files, IReadOnlyList<string> Failures) Run(CancellationToken stop)
    {
        var outcome = _prediction.Run(_inputs, stop);
        var files = outcome.Files.ToList();
        if (files.Find(file => !File.Exists(file)) is { } missing)
            throw new InputException($"{missing}: was written and is gone; let nothing else write to the output folder.");
        return (files, outcome.Failures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prediction.Dispose();
        _models.Dispose();
    }

    private static void RequireFour(ModelSet models)
    {
        var missing = Enum.GetValues<Organelle>().Where(organelle => models.Members.All(m => m.Organelle != organelle)).ToList();
        if (missing.Count > 0)
            throw new InputException($"{models.Path}: has no model of {string.Join(", ", missing)} (it has {string.Join(", ", models.Members.Select(m => m.Name))}), but the challenge asks for four predictions of every image; add the missing ones.");
        if (models.Members.FirstOrDefault(m => m.Organelle is null) is { } other)
            throw new InputException($"{models.Path}: has a model of {other.Name} too, which the challenge has no place for; take {Path.GetFileName(other.WeightsPath)} out.");
    }
}
