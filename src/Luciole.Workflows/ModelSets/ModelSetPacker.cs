using Luciole.Files;
using Luciole.ModelDescriptions;
using Luciole.ModelDescriptions.Rules;
using Luciole.Torch;

namespace Luciole.Workflows.ModelSets;

/// <summary>
/// Puts trained models with all that their users need into one folder or zip. One model's description lies in the folder itself; those of
/// several in a folder each, with a description of the whole above them. Nothing appears under its name before it is complete and was
/// checked: by the rules of the format, and by predicting its own test sample from what was written.
/// </summary>
public sealed class ModelSetPacker(PackRequest request, Func<Device> device, IRunLog log)
{
    /// <summary>Packs the models.</summary>
    /// <exception cref="InputException">A model cannot be packed, two predict the same, or the place is taken.</exception>
    public void Pack(CancellationToken stop = default)
    {
        var target = System.IO.Path.GetFullPath(request.Path);
        if (System.IO.Path.Exists(target))
            throw new InputException($"{request.Path}: exists already; choose another name, or remove it if it is not wanted.");
        if (request.License is { } license && !SpdxLicenses.Contains(license))
            throw new InputException($"--license {license}: is no identifier of the SPDX list{(SpdxLicenses.Find(license) is { } near ? $"; write {near}" : ", such as MIT, BSD-3-Clause or CC-BY-4.0")}.");
        if (request.TrainingFolder is { } training && !Directory.Exists(training))
            throw new InputException($"--train {training}: no such folder; name the folder of the label-free training images.");
        foreach (var file in new[] { request.MetricsPath, request.SamplePath }.OfType<string>().Where(file => !File.Exists(file)))
            throw new InputException($"{file}: no such file; check the path.");
        var members = Ordered();
        var folder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, $".{Guid.NewGuid():N}.partial");
        try
        {
            Create(folder);
            Write(folder, members, stop);
            Finish(folder, target);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private List<ModelSetMember> Ordered()
    {
        var members = request.Checkpoints.Select(path => CheckpointMember.Read(path) with { ConfigurationPath = request.ConfigurationPath }).ToList();
        foreach (var same in members.GroupBy(m => m.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.ToList()))
            throw new InputException($"{same[0].WeightsPath} and {same[1].WeightsPath} both predict {same[0].Name}; pack one of them, or name the files after what they predict.");
        return [.. members.OrderBy(m => m.Organelle is { } organelle ? (int)organelle : int.MaxValue).ThenBy(m => m.Name, StringComparer.Ordinal)];
    }

    private void Write(string folder, List<ModelSetMember> members, CancellationToken stop)
    {
        var writer = new PackedModelWriter(request, device, log);
        var places = members.Select(m => members.Count == 1 ? folder : System.IO.Path.Combine(folder, PackedModelWriter.FileStem(m.Name))).ToList();
        foreach (var (member, place) in members.Zip(places))
        {
            stop.ThrowIfCancellationRequested();
            log.Line($"packing {member.Name}");
            writer.Write(member, place, stop);
            RequireRules(System.IO.Path.Combine(place, PackedMember.DescriptionName), description => DescriptionRules.Check(description, place));
        }

        if (members.Count > 1)
            WriteIndex(folder, members);
        stop.ThrowIfCancellationRequested();
        using var packed = ModelSet.Open(folder);
        foreach (var member in packed.Members)
        {
            using var model = member.Load([], device);
            member.Verify(model, device());
        }
    }

    private void WriteIndex(string folder, List<ModelSetMember> members)
    {
        var path = System.IO.Path.Combine(folder, PackedMember.DescriptionName);
        var stems = members.Select(m => PackedModelWriter.FileStem(m.Name)).ToList();
        AtomicFile.WriteAllText(System.IO.Path.Combine(folder, PackedModelWriter.DocumentationName), PackedDocumentation.OfSet(request, members.Select(m => (m.Name, PackedModelWriter.FileStem(m.Name)))));
        var values = DescriptionValues.Of(new SetDescription
        {
            Name = "Fluorescence from label-free images",
            Description = $"Models that predict fluorescence from label-free light microscopy: {string.Join(", ", members.Select(m => m.Name))}. Each has its own description in its folder.",
            Authors = request.Authors,
            Citations = request.Citations,
            License = request.License,
            Tags = ["in-silico-labeling", "luciole", .. stems],
            Documentation = PackedModelWriter.DocumentationName,
            Config = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["luciole"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["version"] = request.Version, ["models"] = stems.ToList<object?>() },
            },
        });
        AtomicFile.WriteAllText(path, DescriptionWriter.ToYaml(values));
        RequireRules(path, DescriptionRules.CheckSet);
    }

    private static void RequireRules(string path, Func<DescriptionNode, IReadOnlyList<string>> check)
    {
        if (check(DescriptionNode.Open(path)) is [var first, ..] findings)
            throw new InputException($"The description breaks {findings.Count} rules of bioimage.io's format; the first: {first}; change what it is made from.");
    }

    private static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{System.IO.Path.GetDirectoryName(folder)}: cannot be written ({e.Message.TrimEnd('.')}); choose a folder that you may write to.", e);
        }
    }

    private static void Finish(string folder, string target)
    {
        try
        {
            if (target.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                SetZip.Write(folder, target);
            else
                Directory.Move(folder, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{target}: cannot be written ({e.Message.TrimEnd('.')}); check the disk's free space and the folder's permissions.", e);
        }
    }
}
