using Luciole.Configuration;
using Luciole.Files;
using Luciole.Inference;
using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Workflows.Capacity;
using Luciole.Workflows.ModelSets;

namespace Luciole.Workflows.Organelles;

/// <summary>The models of a set: all in memory, or, where memory is scarce, each while it predicts.</summary>
internal sealed class ModelHost : IDisposable
{
    private readonly SetPredictionOptions _options;
    private readonly Func<Device> _device;
    private readonly IRunLog _log;
    private readonly List<TrainedModel> _loaded = [];
    private readonly List<OrganelleModel> _models = [];
    private readonly List<OrganelleGroup> _groups = [];
    private readonly bool _oneByOne;

    /// <summary>Loads every model once and tests it by its sample.</summary>
    /// <exception cref="InputException">One is damaged, or its settings contradict the options.</exception>
    public ModelHost(IReadOnlyList<ModelSetMember> members, SetPredictionOptions options, Func<Device> device, IRunLog log)
    {
        (_options, _device, _log) = (options, device, log);
        _oneByOne = options.LowMemory && members.Count > 1;
        try
        {
            foreach (var member in members)
                Meet(member);
            if (!_oneByOne)
                _groups.AddRange(Enumerable.Range(0, _models.Count).GroupBy(i => _models[i].Plan).Select(g => Group([.. g], [.. g.Select(i => _loaded[i])])));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is known of the models, in the set's order.</summary>
    public IReadOnlyList<OrganelleModel> Models => _models;

    /// <summary>Calls <paramref name="work"/> once for each group of models; together the groups are all models.</summary>
    public void ForEach(Action<OrganelleGroup> work)
    {
        _groups.ForEach(work);
        for (var i = 0; _oneByOne && i < _models.Count; i++)
        {
            using var model = _models[i].Member.Load(_options.Overrides, _device);
            work(Group([i], [model]));
        }
    }

    /// <summary>Frees the networks.</summary>
    public void Dispose() => _loaded.ForEach(model => model.Dispose());

    private void Meet(ModelSetMember member)
    {
        var model = member.Load(_options.Overrides, _device);
        try
        {
            member.Verify(model, _device());
            _models.Add(OrganelleModel.Of(member, model, _options));
            foreach (var note in model.Settings.Notes)
                _log.Note($"{Path.GetFileName(member.WeightsPath)}: {note}");
        }
        catch
        {
            model.Dispose();
            throw;
        }

        if (_oneByOne)
            model.Dispose();
        else
            _loaded.Add(model);
    }

    private OrganelleGroup Group(int[] members, TrainedModel[] models)
    {
        var (settings, plan, device) = (models[0].Settings.Configuration, _models[members[0]].Plan, _device());
        var compute = ComputePlan.OfPrediction(settings, device, ComputePlan.Describe(device));
        compute.Apply(device);
        foreach (var model in models.Where(_ => compute.ChannelsLast))
            Luciole.Training.ChannelsLast.Apply(model.Network);
        var batch = _options.BatchSize ?? models.Min(model => BatchOf(model.Settings.Configuration, device, compute));
        return new OrganelleGroup(
            members,
            PreprocessingMapping.OfRaw(settings.Data, settings.Data.Preprocess.Test),
            new SetPredictor(
                [.. models.Select(model => model.Network)],
                new PredictionSettings
                {
                    Patch = plan.Patch,
                    Layout = plan.Layout,
                    Normalization = plan.Normalization,
                    ReflectToPatch = plan.ReflectToPatch,
                    BatchSize = batch,
                    BatchHalved = size => _log.Note($"the memory of {device} does not suffice; going on with {size} patches at a time"),
                    EightOrientations = plan.Orientations,
                    Confidence = _options.Confidence,
                    ScratchFolder = _options.OutputFolder,
                    Mixed = compute.Mixed,
                },
                device));
    }

    private static int BatchOf(LucioleConfiguration settings, Device device, ComputePlan compute) =>
        device.Kind == DeviceKind.Cpu ? 1 : PredictionBatch.Of(settings, new ComputeMode(device.Kind, compute.Mixed), FullDevice.Available(device));
}
