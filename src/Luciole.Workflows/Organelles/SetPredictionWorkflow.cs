using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Workflows.ModelSets;
using Luciole.Workflows.Sharing;

namespace Luciole.Workflows.Organelles;

/// <summary>
/// Predicts images and z-stacks with all models of a set: each image is read, normalised and cut once for all models that take it the same
/// way. A damaged image does not keep the others waiting.
/// </summary>
public sealed class SetPredictionWorkflow : IDisposable
{
    private readonly SetPredictionOptions _options;
    private readonly IRunLog _log;
    private readonly ModelHost _host;

    /// <summary>Loads the models of a set, which must stay open as long as this, and tests them by their samples.</summary>
    /// <inheritdoc cref="SetPredictionWorkflow(IReadOnlyList{ModelSetMember}, SetPredictionOptions, Func{Device}, IRunLog)"/>
    public SetPredictionWorkflow(ModelSet set, SetPredictionOptions options, Func<Device> device, IRunLog log)
        : this(set.Members, options, device, log)
    {
    }

    /// <summary>Loads the models and tests them by their samples.</summary>
    /// <param name="models">The models.</param>
    /// <param name="options">What is predicted, and where it goes.</param>
    /// <param name="device">Where the networks compute; asked when the first model's files have been read, and again for every model.</param>
    /// <param name="log">Where to tell what is going on.</param>
    /// <exception cref="InputException">A model is damaged, or its settings contradict the options.</exception>
    public SetPredictionWorkflow(IReadOnlyList<ModelSetMember> models, SetPredictionOptions options, Func<Device> device, IRunLog log)
    {
        (_options, _log) = (options, log);
        _host = new ModelHost(models, options, device, log);
    }

    /// <summary>What the models predict, in the set's order: <c>Nucleus</c>, ...</summary>
    public IReadOnlyList<string> Channels => [.. _host.Models.Select(m => m.Channel)];

    /// <summary>Predicts every image or stack once, or sees to it that another process does.</summary>
    /// <param name="files">The label-free images.</param>
    /// <param name="stop">Stops between batches.</param>
    /// <exception cref="InputException">The output would overwrite an input, or the only image cannot be predicted.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public SetPredictionOutcome Run(IReadOnlyList<string> files, CancellationToken stop)
    {
        var stacks = ImageStack.Of(files, _options.Focus);
        var names = _options.NamesOf([.. stacks.Select(s => s.Name)]);
        var paths = names.Select(name => new OutputPaths(_options, Channels, name)).ToList();
        RequireNothingOverwritten(files, paths);
        foreach (var item in _options.Share.Take(Task(), [.. stacks.Select((s, i) => new WorkUnit(names[i], s.Files, paths[i].All()))], stop))
        {
            using (item)
            {
                try
                {
                    using var prediction = new StackPrediction(stacks[item.Index], paths[item.Index], _options, _host, stop);
                    var predicted = prediction.Run((part, what) => _log.Progress("predicting", "images", item.Index + part, stacks.Count, what), stop);
                    Warn(predicted);
                    item.Done(predicted.ToJson());
                }
                catch (InputException e) when (stacks.Count > 1)
                {
                    _log.Note($"skipped: {e.Message}");
                    item.Fail(e.Message);
                }
            }
        }

        return Outcome();
    }

    /// <summary>Frees the networks.</summary>
    public void Dispose() => _host.Dispose();

    private SetPredictionOutcome Outcome()
    {
        List<PredictedStack> images = [];
        List<string> failures = [];
        foreach (var (_, report, failure, _) in _options.Share.Finished)
        {
            if (failure is null)
                images.Add(PredictedStack.FromJson(report));
            else
                failures.Add(failure);
        }

        var table = _options.Confidence && images.Count > 0 ? Path.Combine(_options.OutputFolder, TrustTable.FileName) : null;
        if (table is not null)
            TrustTable.Write(table, Channels, images);
        return new SetPredictionOutcome(images, failures, table);
    }

    private void RequireNothingOverwritten(IReadOnlyList<string> files, IReadOnlyList<OutputPaths> paths)
    {
        OutputFolder.Create(_options.OutputFolder);
        var samples = files.Select(file => new Sample(file, null, file)).ToList();
        foreach (var folder in paths.SelectMany(p => p.All()).GroupBy(path => Path.GetDirectoryName(path)!, StringComparer.Ordinal))
        {
            OutputFolder.Create(folder.Key);
            OutputFolder.RequireNoInputOverwritten(folder.Key, samples, folder.Select(path => Path.GetFileName(path)));
        }
    }

    private string Task() => string.Join(
        ", ",
        [_options.Program, $"{_options.Format}", $"{_options.Focus}", _options.Confidence ? "confidence" : "plain", .. _host.Models.Select(m => $"{m.Channel} {m.Hash} {m.ConfigurationHash} {m.ScaleName}")]);

    private void Warn(PredictedStack predicted)
    {
        foreach (var flag in predicted.Flags ?? [])
            _log.Note($"{predicted.Name}: do not trust this prediction without looking: {flag.Name} ({flag.Text})");
    }
}
