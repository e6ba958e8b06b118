using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;
using Luciole.Torch.StateDicts;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>
/// All that makes a training what it is at one moment: weights, their average, the optimiser, the random generators, and where it
/// stands. Written into checkpoints and restored from them, bit for bit.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="optimizer">Its optimiser.</param>
/// <param name="average">The moving average of its weights, or null.</param>
/// <param name="samples">Names the training samples, see <see cref="SampleFingerprint"/>.</param>
/// <param name="device">Where it computes.</param>
internal sealed class TrainingState(Module network, Optimizer optimizer, WeightAverage? average, string samples, Device device)
{
    private const string Key = "training";

    /// <summary>Adds BiaPy's entries <c>model</c> (the averaged weights where there are any), <c>optimizer</c> and <c>scaler</c>, which is PyTorch's.</summary>
    public void AddEntries(PickleDict root, LossScale? scale)
    {
        var weights = StateDictWriter.ToOrderedDict(network);
        foreach (var (name, tensor, _) in average?.Tensors ?? [])
            weights[name] = StateDictWriter.ToCheckpoint(tensor);
        root.Add("model", weights);
        root.Add("optimizer", OptimizerStateDictWriter.ToDict(optimizer));
        root.Add("scaler", Scaler(scale));
    }

    /// <summary>Adds to Luciole's own record what the other entries do not hold.</summary>
    public void AddTo(PickleDict record, TrainingProgress progress)
    {
        var random = RandomState.Capture(device);
        var entry = new PickleDict
        {
            { "progress", ProgressEntry.Write(progress) },
            { "samples", samples },
            { "random", CheckpointTensor.FromMemory(ElementType.UInt8, [random.Length], random) },
            { "random_device", device.ToString() },
        };
        if (average is not null)
        {
            entry.Add("averaged_updates", average.Updates);
            entry.Add("weights", StateDictWriter.ToOrderedDict(network));
        }

        record.Add(Key, entry);
    }

    /// <summary>Whether a training can go on from a checkpoint.</summary>
    public static bool IsIn(PyTorchCheckpoint checkpoint) => checkpoint[CheckpointRecord.Key] is PickleDict record && record[Key] is PickleDict;

    /// <summary>Brings network, optimiser, average and random generators to a checkpoint's state.</summary>
    /// <returns>Where the training stands.</returns>
    /// <exception cref="InputException">The checkpoint has no such state, or one of another training.</exception>
    public TrainingProgress Restore(PyTorchCheckpoint checkpoint)
    {
        if (checkpoint[CheckpointRecord.Key] is not PickleDict record || record[Key] is not PickleDict training)
            throw new InputException($"{checkpoint.Path}: holds weights but not the state of a training; give a checkpoint that Luciole wrote while training, or set MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS: True to begin anew from its weights.");
        var entry = new EntryReader(training, checkpoint.Path);
        if (entry.Text("samples") is var begun && begun != samples)
            throw new InputException($"{checkpoint.Path}: the training was begun on {begun}, but the configuration finds {samples}; bring the training images back, or start anew without --resume.");
        var weights = average is null ? checkpoint.StateDict : entry.Dict("weights").Tensors();
        StateDictLoader.Load(network, weights).RequireComplete(checkpoint.Path);

        average?.Restore(checkpoint.StateDict, entry.Integer("averaged_updates"), checkpoint.Path);
        OptimizerStateDictLoader.Load(optimizer, checkpoint);
        RestoreRandom(entry);
        return ProgressEntry.Read((PickleDict)training["progress"]!, checkpoint.Path);
    }

    // Empty where none is, as PyTorch's is when it is switched off.
    private static PickleDict Scaler(LossScale? scale)
    {
        var entry = new PickleDict();
        if (scale is null)
            return entry;
        var rule = new LossScalingRule();
        entry.Add("scale", scale.Scale);
        entry.Add("growth_factor", rule.Growth);
        entry.Add("backoff_factor", rule.Backoff);
        entry.Add("growth_interval", (long)rule.GrowthInterval);
        entry.Add("_growth_tracker", scale.CleanSteps);
        return entry;
    }

    // Generators of another kind of device have another state: random masks and dropout then go on from the seed.
    private void RestoreRandom(EntryReader entry)
    {
        if (entry.Text("random_device") != device.ToString())
            return;
        var tensor = entry.Tensor("random");
        var bytes = new byte[tensor.ByteCount];
        tensor.CopyTo(bytes);
        RandomState.Restore(bytes, device);
    }
}
