using System.Globalization;
using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>
/// A PyTorch checkpoint file (<c>.pth</c>, <c>.pt</c>), as torch.save and BiaPy write it, or tensors alone as <c>.safetensors</c>. Opening reads names, shapes and settings; the
/// tensors' values are read from the file when asked for, so the checkpoint must stay open until then.
/// </summary>
public sealed class PyTorchCheckpoint : IDisposable
{
    private static readonly string[] StateDictKeys = ["model", "state_dict", "model_state_dict", "net", "network", "module"];

    private readonly CheckpointFile _file;
    private StateDict? _stateDict;

    private PyTorchCheckpoint(CheckpointFile file, CheckpointFormat format, PickleValue root)
    {
        _file = file;
        Format = format;
        Root = root;
        (ModelKey, ModelDict) = FindModel(root);
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>Bytes of the file.</summary>
    public long FileLength => _file.Length;

    /// <summary>How the file is laid out.</summary>
    public CheckpointFormat Format { get; }

    /// <summary>Everything the file holds.</summary>
    public PickleValue Root { get; }

    /// <summary>The entries of the outermost dict, such as <c>model</c>, <c>optimizer</c>, <c>epoch</c>, <c>cfg</c>; not the tensors of a plain state dict.</summary>
    public IEnumerable<string> Keys => Entries.Where(e => ModelKey is not null || e.Value is not CheckpointTensor).Select(e => e.Key);

    /// <summary>The key under which the model's tensors stand; null when the file is a plain state dict or has no model.</summary>
    public string? ModelKey { get; }

    /// <summary>Whether the file holds a model's tensors.</summary>
    public bool HasModel => ModelDict is not null;

    /// <summary>The model's tensors by name, without the prefix that a parallel wrapper gave all of them.</summary>
    /// <exception cref="InputException">The file holds no model.</exception>
    public StateDict StateDict => _stateDict ??= new StateDict(ModelDict ?? throw _file.Error(
        $"holds no model: none of its entries ({PickleText.Printable(string.Join(", ", Entries.Select(e => e.Key).Take(10)))}) is a dict of tensors; expected one named {string.Join(", ", StateDictKeys)}, or a plain state dict"));

    /// <summary>BiaPy's configuration (<c>cfg</c>), nested; null in checkpoints of old versions and plain state dicts.</summary>
    public PickleDict? Configuration => this["cfg"] as PickleDict;

    /// <summary>The arguments BiaPy built the model with (<c>model_build_kwargs</c>), or null.</summary>
    public PickleDict? ModelBuildArguments => this["model_build_kwargs"] as PickleDict;

    /// <summary>The optimiser's state dict (<c>optimizer</c>), or null.</summary>
    public PickleValue? Optimizer => this["optimizer"] ?? this["optimizer_state_dict"];

    /// <summary>What BiaPy noted as the epoch: a number from 1, or <c>best</c>; null where there is none.</summary>
    public string? Epoch => this["epoch"] switch
    {
        PickleInteger { AsInt64: { } number } => number.ToString(CultureInfo.InvariantCulture),
        PickleString text => text.Value,
        _ => null,
    };

    /// <summary>The epoch where it is a number.</summary>
    public int? EpochNumber => this["epoch"]?.AsInt64 is { } number && number is >= 0 and <= int.MaxValue ? (int)number : null;

    /// <summary>The version of BiaPy that wrote the file, or null.</summary>
    public string? BiaPyVersion => this["biapy_version"]?.AsString;

    private PickleDict? ModelDict { get; }

    private IEnumerable<KeyValuePair<string, PickleValue>> Entries => Root is PickleDict dict
        ? dict.Where(e => e.Key is PickleString).Select(e => KeyValuePair.Create(e.Key.AsString!, e.Value))
        : [];

    /// <summary>An entry of the outermost dict, or null.</summary>
    public PickleValue? this[string key] => (Root as PickleDict)?[key];

    /// <summary>The model's tensor of a name, with or without a wrapper's prefix.</summary>
    /// <exception cref="InputException">There is none; the message names the nearest.</exception>
    public CheckpointTensor Tensor(string name)
    {
        if (StateDict.TryGet(name, out var tensor)
            || (StateDict.StrippedPrefix is { Length: > 0 } prefix && name.StartsWith(prefix, StringComparison.Ordinal) && StateDict.TryGet(name[prefix.Length..], out tensor)))
            return tensor;
        throw _file.Error($"has no tensor named {PickleText.Printable(name)} among its {StateDict.Count}; the nearest name is {NearestName.Find(name, StateDict.Names)}");
    }

    /// <summary>Opens a checkpoint and reads all but the tensors' values.</summary>
    /// <exception cref="InputException">The file cannot be read, is not a checkpoint, is damaged, or holds objects beyond tensors and plain values.</exception>
    public static PyTorchCheckpoint Open(string path)
    {
        var file = new CheckpointFile(path);
        try
        {
            var start = Start(file);
            if (start.Length == 0)
                throw file.Error("is empty, where a PyTorch checkpoint was expected; copy or download it again");
            if (ZipDirectory.IsZip(start))
                return new(file, CheckpointFormat.Zip, ZipFormat.Read(file));
            if (LegacyFormat.HasMagic(start))
                return new(file, CheckpointFormat.Legacy, LegacyFormat.Read(file));
            if (start.Length >= 262 && start.AsSpan(257, 5).SequenceEqual("ustar"u8))
                throw file.Error("is a tar archive, as PyTorch before 0.1.10 (2017) wrote checkpoints; load it with an old PyTorch and save it again");
            if (start[0] == (byte)Opcode.Proto)
            {
                var input = new PickleInput(file, 0, file.Length);
                return new(file, CheckpointFormat.Pickle, new Unpickler(file, input, new PickleBudget(file)).Load());
            }

            if (SafetensorsFormat.Begins(file, start))
                return new(file, CheckpointFormat.Safetensors, SafetensorsFormat.Read(file));
            throw file.Error("is not a PyTorch checkpoint (it begins neither like a zip archive nor like a pickle nor like safetensors); name a .pth file that torch.save wrote");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file's first bytes (and a zip archive's directory) are those of a PyTorch checkpoint. False for what cannot be read.</summary>
    public static bool LooksLike(string path)
    {
        try
        {
            using var file = new CheckpointFile(path);
            var start = Start(file);
            return LegacyFormat.HasMagic(start) || SafetensorsFormat.Begins(file, start) || (ZipDirectory.IsZip(start) && ZipFormat.FindRoot(new ZipDirectory(file)) is not null);
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>Closes the file; the tensors' values can no longer be read.</summary>
    public void Dispose() => _file.Dispose();

    private static byte[] Start(CheckpointFile file)
    {
        var start = new byte[Math.Min(file.Length, 512)];
        file.Read(0, start);
        return start;
    }

    private static (string? Key, PickleDict? Dict) FindModel(PickleValue root)
    {
        if (root is not PickleDict dict)
            return default;
        foreach (var key in StateDictKeys)
        {
            if (dict[key] is PickleDict inner && HoldsTensors(inner))
                return (key, inner);
        }

        return HoldsTensors(dict) ? (null, dict) : default;
    }

    private static bool HoldsTensors(PickleDict dict) => dict.Any(e => e.Key is PickleString && e.Value is CheckpointTensor);
}
