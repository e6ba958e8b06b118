using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Data.Splitting;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>The samples of a training run.</summary>
/// <param name="Training">To learn from.</param>
/// <param name="Validation">To measure on; possibly none.</param>
/// <param name="Notes">Remarks for the user.</param>
internal sealed record TrainingData(IReadOnlyList<Sample> Training, IReadOnlyList<Sample> Validation, IReadOnlyList<string> Notes)
{
    /// <summary>Finds the samples that the configuration speaks of.</summary>
    /// <exception cref="InputException">A folder is missing or its files do not fit each other.</exception>
    public static TrainingData Find(LucioleConfiguration configuration)
    {
        var data = configuration.Data;
        var training = Read(configuration, data.Train.Path, data.Train.TargetPath);
        if (!data.Validation.FromTrain && data.Validation.Path.Length == 0)
            return new TrainingData(training.Samples, [], [.. training.Notes, "DATA.VAL.PATH is empty: nothing is validated, and the epoch with the lowest training loss counts as the best"]);
        if (!data.Validation.FromTrain)
        {
            var validation = Read(configuration, data.Validation.Path, data.Validation.TargetPath);
            return new TrainingData(training.Samples, validation.Samples, [.. training.Notes, .. validation.Notes]);
        }

        var seed = (uint)configuration.System.Seed;
        var split = data.Validation.CrossValidation
            ? TrainValidationSplit.ByFold(training.Samples, data.Validation.Folds, data.Validation.Fold, data.Validation.Random, seed)
            : TrainValidationSplit.ByFraction(training.Samples, data.Validation.SplitTrain, data.Validation.Random, seed);
        return new TrainingData(split.Training, split.Validation, training.Notes);
    }

    // Masking needs no targets: the images themselves are what is reconstructed.
    private static SampleList Read(LucioleConfiguration configuration, string rawFolder, string targetFolder) => configuration.Problem switch
    {
        { Workflow: Workflow.SelfSupervised } => TestFolders.Read(rawFolder),
        { MultipleRawsPerTarget: true } => MultipleRawFolders.Read(rawFolder, targetFolder),
        _ => PlainFolders.Read(rawFolder, targetFolder),
    };
}
